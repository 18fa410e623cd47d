# One image for every process; docker-compose.yml says which one a container runs.
FROM node:20-bookworm-slim AS build
WORKDIR /touchstone
ENV TURBO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
COPY . .
RUN npm ci --no-audit --no-fund && npx turbo run build --output-logs=errors-only

FROM node:20-bookworm-slim
WORKDIR /touchstone
ENV NODE_ENV=production TURBO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
COPY --from=build --chown=node:node /touchstone /touchstone
RUN mkdir /data && chown node:node /data
# An ordinary account: PostgreSQL refuses root, and nothing here needs it.
USER node
VOLUME /data
EXPOSE 3000 4000
CMD ["node", "stack/bootstrap.mjs", "start"]
