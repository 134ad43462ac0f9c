"""Studio's OpenAPI document beside the vendor's: whatever differs is in the list here, on purpose and for a reason."""

import httpx
import pytest

from studio.routes.unsupported import OPERATIONS
from tests.conftest import StudioProcess
from tests.contract.documented import Document, differences, vendor_operations

PAGING = "which part of the list this is, as of the other lists"
BOTH_NAMES = "clients send either name"
TOLERANT = "clients leave it out, and the live service takes that"
V1_RATIOS = "v1's numbers of the ratios are read too"
CAPTIONS = "caption files, which the service has none of"
FLAT = "the guide's flat form is read too"
ADDITIONS = "wishes of studio's own, which the service has none of (`GET /additions`)"

# ruff: noqa: E501 - a line each
DIFFERENCES = {
    "POST /product data + availability, currency, list_price, price": "what the page states, by which a later reading is compared",
    "POST /ai_scripts body + product_info.data.product_id": BOTH_NAMES,
    "POST /ai_scripts required - language": TOLERANT,
    "GET /ai_scripts/results/{task_id} enums = data.status": "studio never shows a script that is merely pending",
    "GET /avatars/public data + avatars.avatar_id, avatars.ethnicity, avatars.scene, avatars.status, page, page_size, total": "v1's name of the id, what the filters go by, and which part of the list this is",
    "GET /avatars/public enums = aspect_ratio": V1_RATIOS,
    "GET /avatars/custom data + page, page_size, total": PAGING,
    "GET /avatars/photo_avatars data + page, page_size, total": PAGING,
    "GET /avatars/product_avatars data + avatars, avatars.aspect_ratio, avatars.avatar_id, avatars.avatar_url, avatars.cover_url, avatars.fail_msg, avatars.gender, avatars.name, avatars.status": "the other lists' key as well",
    "GET /avatars/product_avatars enums = aspect_ratio": V1_RATIOS,
    "POST /create_video_from_product body + aspect_ratio, avatar_id, avatar_type, caption, evergreen, hook, language, min_bit_rate, music_id, script_style, template_id, template_type, video_length, video_name, voice_id": f"{FLAT}; {ADDITIONS}",
    "POST /create_video_from_product required - audio, script.language, voice": TOLERANT,
    "POST /create_video_from_product required + video_length": FLAT,
    "POST /create_video_from_product data + notes, product_video_id": "the guide's name of the id, and what was decided in place of unknown ids",
    "POST /create_video_from_product enums = data.status, script.style, video_spec.aspect_ratio": "an accepted video is never finished; v1's styles and ratios are read too",
    "POST /create_video_from_product/preview_list body + evergreen, hook, min_bit_rate, script.language, script.override_script": f"the guide has the script's inside of it, as in a video; {ADDITIONS}",
    "POST /create_video_from_product/preview_list required - audio, script.language, voice": TOLERANT,
    "POST /create_video_from_product/preview_list data + preview_list_id, previews.status": "the guide has them",
    "POST /create_video_from_product/preview_list enums = script.style, video_spec.aspect_ratio": "v1's styles and ratios are read too",
    "POST /create_video_from_product/render_single_preview data + notes, product_video_id": "as of a video",
    "POST /create_video_from_product/render_single_preview enums = data.status": "as of a video",
    "GET /musics data + background_music, background_music.duration, background_music.id, background_music.music_url, background_music.name": "v1's key as well",
    "GET /product_previews data + previews.caption_url, previews.duration, previews.srt_url": f"the guide has it; {CAPTIONS}",
    "GET /product_video/{product_video_id} data + caption_url, duration, err_msg, error, error.code, error.message, error_message, id, notes, product_video_id, srt_url, video_duration, video_id": f"each name under which clients look for id, length and failure; {CAPTIONS}",
    "GET /product_video/{product_video_id} enums = data.status": "--finished-status success, as the live service was seen to return",
    "GET /product_videos data + videos.caption_url, videos.duration, videos.srt_url": f"the guide has it; {CAPTIONS}",
    "GET /templates enums = aspect_ratio": V1_RATIOS,
    "GET /templates/custom enums = aspect_ratio": V1_RATIOS,
    "POST /upload/asset required - content_type": TOLERANT,
    "POST /upload/asset data + asset_id": "v1's name of the address",
    "GET /visual_styles data + visual_styles.cover_url": "a picture to choose by",
    "GET /visual_styles enums = aspect_ratio": V1_RATIOS,
    "POST /endpoint required - status": TOLERANT,
    "PUT /endpoint/{endpoint_id} required - status": TOLERANT,
}
"""What studio's document lacks (-), adds (+) and values otherwise (=), each with its reason."""

ONLY_STUDIO = {"GET /avatars": "v1's shorter path, served under v2 as well"}

LACKING = (
    "POST /create_video_from_avatar", "GET /avatar_video/{id}", "POST /create_video_with_template",
    "GET /template_video/{video_id}", "GET /template_videos", "GET /template/custom/{id}", "POST /video_translate/",
    "GET /video_translate/{video_translate_id}", "GET /video_translate/target_languages",
    "POST /create_lip_sync_video", "GET /lip_sync_video/{task_id}", "GET /photo_avatar",
    "POST /photo_avatar/add_motion", "GET /photo_avatar/photo", "POST /photo_avatar/photo/generate",
    "GET /product_avatar", "POST /product_avatar/add_motion", "POST /product_avatar/generation",
    "GET /product_avatar/generation/{batch_id}", "POST /{provider}/images/generations",
    "GET /images/tasks/{task_id}", "POST /{provider}/videos/generations", "GET /videos/tasks/{task_id}",
)  # fmt: skip
"""The vendor's other operations. Images and videos of other providers are one path each of eight providers."""


@pytest.fixture(scope="module")
def document(shared_studio: StudioProcess) -> Document:
    return Document(httpx.get(f"{shared_studio.url}/openapi.json").json())


@pytest.mark.parametrize("prefix", ["/v2", "/open/v2"])
def test_whatever_differs_from_the_vendor_s_document_does_so_on_purpose(document: Document, prefix: str) -> None:
    vendor = vendor_operations()
    found = [line for name in vendor for line in differences(name, vendor[name], document.operation(name, prefix))]
    assert sorted(found) == sorted(DIFFERENCES)
    assert document.names(prefix) - vendor.keys() == ONLY_STUDIO.keys()


def test_each_other_operation_of_the_vendor_is_refused_in_words() -> None:
    refused = {f"{method} {path}" for operations in OPERATIONS.values() for method, path in operations}
    assert set(LACKING) <= refused
    assert not refused & vendor_operations().keys()
