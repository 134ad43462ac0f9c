"""What Prefect does by itself around the flows, as code: `url2video setup` applies it, as often as one likes.

| what happens | what follows |
|---|---|
| a batch ends with something left to look at | a notification |
| four fifths of a budget are taken | a notification |
| a run has given no sign of life for ten minutes | it is called crashed |
| a run has crashed | it starts again |

Starting again is safe for a flow that asks the ledger before it pays: what was accepted is waited for, not bought.
"""

from datetime import timedelta
from uuid import UUID

from prefect.automations import AutomationCore
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import EventTrigger, Posture

from flows.reporting.events import SUCCEEDED_LABEL, Happening

TAG = "url2video"
"""On every deployment of prefect.yaml and every run of the command line; Prefect names it in the events of the runs."""

DEPLOYED = {"prefect.resource.id": "prefect.deployment.*", "prefect.resource.role": "deployment"}
"""A run of the command line has no worker that could start it again."""

OURS = {"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"}
RUNS = {"prefect.resource.id": "prefect.flow-run.*"}
SIGNS_OF_LIFE = {"prefect.flow-run.Running", "prefect.flow-run.Retrying", "prefect.flow-run.heartbeat"}
"""Of a run whose process has come up. The first two are the server's own: a process killed in its first second may not
have sent any heartbeat."""

SILENCE = timedelta(minutes=10)
"""Three of the heartbeats that a run gives every 180 s by default (PREFECT_FLOWS_HEARTBEAT_FREQUENCY), and a minute."""

MEMORY = timedelta(days=2)
"""How long after it came up a run's crash still counts: longer than any run."""


def notifications(block_document_id: UUID) -> list[AutomationCore]:
    """Tell a person, through a stored notification block."""
    left = {"prefect.resource.id": "url2video.batch.*", SUCCEEDED_LABEL: "false"}
    return [
        _automation(
            "url2video: something is left to do",
            "A batch has failed, ambiguous or unaffordable items.",
            EventTrigger(expect={Happening.BATCH_FINISHED}, match=left, posture=Posture.Reactive, threshold=1),
            SendNotification(
                block_document_id=block_document_id,
                subject="url2video: {{ event.payload.name }}",
                body="{{ event.payload.sentence }} Batch {{ event.payload.batch }}.",
            ),
        ),
        _automation(
            "url2video: budget nearly used",
            "Four fifths of a budget are taken.",
            EventTrigger(expect={Happening.BUDGET_NEARLY_USED}, posture=Posture.Reactive, threshold=1),
            SendNotification(
                block_document_id=block_document_id,
                subject="url2video: budget nearly used",
                body="{{ event.payload.used }} of {{ event.payload.limit }} credits a {{ event.payload.period }}.",
            ),
        ),
    ]


def recoveries(silence: timedelta = SILENCE) -> list[AutomationCore]:
    """Find runs whose process is gone, and start them again.

    Only a run that was heard of at least once: one whose infrastructure never comes up would crash for ever.
    """
    return [
        _automation(
            "url2video: silent run has crashed",
            "A run that has neither ended nor given a sign of life for so long has lost its process.",
            EventTrigger(
                after=SIGNS_OF_LIFE,
                # States have names of their own ("3 of 100 failed"), and each is an event: whatever comes is a sign.
                expect={"prefect.flow-run.*"},
                match=RUNS,
                match_related=OURS,
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=silence,
            ),
            ChangeFlowRunState(state=StateType.CRASHED, message="It gave no more sign of life."),
        ),
        _automation(
            "url2video: crashed run starts again",
            "What the service has accepted is waited for, not paid again.",
            EventTrigger(
                after=SIGNS_OF_LIFE,
                expect={"prefect.flow-run.Crashed"},
                match=RUNS,
                match_related=[OURS, DEPLOYED],
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=MEMORY,
            ),
            ChangeFlowRunState(state=StateType.SCHEDULED, name="AwaitingRetry", message="It crashed and starts again."),
        ),
    ]


async def apply(client: PrefectClient, automations: list[AutomationCore]) -> list[str]:
    """Create each automation, or bring the one of its name up to date; answer the names. Raises httpx.HTTPError."""
    for automation in automations:
        known = await client.read_automations_by_name(automation.name)
        if known:
            await client.update_automation(known[0].id, automation)
        else:
            await client.create_automation(automation)
    return [automation.name for automation in automations]


def _automation(name: str, description: str, trigger: EventTrigger, action: ActionTypes) -> AutomationCore:
    return AutomationCore(name=name, description=description, enabled=True, trigger=trigger, actions=[action])
