# The console and its server, for a PostgreSQL beside it (compose.yaml).
FROM node:26-bookworm-slim AS build
WORKDIR /latchkey
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /latchkey
COPY --from=build /latchkey/package.json ./
COPY --from=build /latchkey/node_modules ./node_modules
COPY --from=build /latchkey/dist ./dist
COPY --from=build /latchkey/dist-database ./dist-database
COPY --from=build /latchkey/src ./src
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/server/main.ts"]
