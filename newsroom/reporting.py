"""Errors are reported to a Sentry server where a setting names one."""

from django.core.exceptions import ImproperlyConfigured


def report_errors(dsn):
    try:
        import sentry_sdk  # noqa: PLC0415 - not among the requirements
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and the package that reports is not there: "
            "run “pip install sentry-sdk”."
        ) from error
    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=without_the_sender,
    )


def without_the_sender(event, hint):
    """A query, a path or a header may tell who asked for what; the route is enough."""
    request = event.get("request", {})
    event["request"] = {"method": request.get("method")}
    event.pop("user", None)
    return event
