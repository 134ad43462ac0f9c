"""Turns what happened into deliveries, in the transaction in which it happened."""

from pydantic import SecretStr

from studio.jobs.media_folder import MediaLinks
from studio.jobs.render_job import RenderJob, RenderKind
from studio.webhooks.delivery_store import DeliveryStore, Parcel
from studio.webhooks.endpoint_store import Endpoint, EndpointStatus, EndpointStore
from studio.webhooks.events import Event, Generation, render_ended, script_ended


class Announcer:
    """Queues an event for every endpoint that asked for it."""

    def __init__(self, endpoints: EndpointStore, deliveries: DeliveryStore, secret: SecretStr, done: str) -> None:
        """`secret` signs what goes to the webhook_url of single requests; `done` is the word for finished."""
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._secret = secret
        self._done = done

    def render_ended(self, job: RenderJob, links: MediaLinks) -> None:
        """Tell of a render's end. A preview's is told to its own webhook_url alone: endpoints wait for videos."""
        for generation in Generation:
            event = render_ended(job, links, generation, self._done)
            if job.order.kind is RenderKind.VIDEO:
                self._tell_endpoints(event, generation)
            if job.order.webhook_url and generation is Generation.V2:
                self._tell(event, event.names[0], job.order.webhook_url)

    def script_ended(self, task_id: str, status: str, error: str) -> None:
        """Tell of a script's end."""
        self._tell_endpoints(script_ended(task_id, status, error), Generation.V2)

    def _tell_endpoints(self, event: Event, generation: Generation) -> None:
        for endpoint in self._endpoints.all():
            name = next((name for name in event.names if name in endpoint.events), None)
            if name and endpoint.generation is generation and endpoint.status is EndpointStatus.ENABLED:
                self._tell(event, name, endpoint.url, endpoint)

    def _tell(self, event: Event, name: str, url: str, endpoint: Endpoint | None = None) -> None:
        self._deliveries.add(
            Parcel(
                event_id=event.id,
                event=name,
                generation=endpoint.generation if endpoint else Generation.V2,
                url=url,
                secret=endpoint.secret if endpoint else self._secret.get_secret_value(),
                body=event.body(name),
                endpoint_id=endpoint.id if endpoint else "",
            )
        )
