# docker build -t firstcause:0.1.0 .
# The Node that runs it comes with the packages; the image's own only installs them.
FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma prisma
COPY scripts scripts
RUN npm ci && npm cache clean --force
COPY src src
COPY handlers handlers
COPY prompts prompts
COPY manifest.yml ./
# A number, because Kubernetes cannot tell of a name that it is not root.
USER 10001
ENV HOST=0.0.0.0 PORT=3000 FIRSTCAUSE_DATA_DIR=/data FIRSTCAUSE_CONFIG=/etc/firstcause/firstcause.yaml
EXPOSE 3000
CMD ["node_modules/.bin/node", "src/main.ts"]
