# One image for all processes. It runs the worker by default; for others give `python -m api` or `sevenfold …`.

FROM python:3.12.13-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/sevenfold
ENV PATH=/opt/sevenfold/bin:$PATH

# The locked dependencies are their own layer, because they change less often than the code.
WORKDIR /build
COPY requirements/runtime.in requirements/runtime.txt requirements/
RUN pip install --require-hashes -r requirements/runtime.txt

COPY . .
RUN pip install --no-deps .


FROM python:3.12.13-slim-bookworm

# A fixed user id, so that mounted volumes can be given the right owner.
RUN groupadd --gid 10001 sevenfold \
    && useradd --uid 10001 --gid sevenfold --no-create-home --shell /usr/sbin/nologin sevenfold \
    && install --directory --owner sevenfold --group sevenfold /var/lib/sevenfold

COPY --from=build /opt/sevenfold /opt/sevenfold
WORKDIR /app
COPY cadences cadences

ENV PATH=/opt/sevenfold/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SEVENFOLD_HOME=/var/lib/sevenfold \
    SEVENFOLD_PLAYBOOK=/app/cadences \
    SEVENFOLD_WORKER_HEALTH_BIND=127.0.0.1:8071

USER sevenfold
VOLUME /var/lib/sevenfold

# The image has no curl. This is the worker's port; a container for another process overrides the check.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8071/healthz', timeout=3)"]

CMD ["sevenfold-worker"]
