import "./require-node.mjs";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main, root, SetupProblem } from "./project.mjs";
import { describePolicy } from "./seal.mjs";

/**
 * What a page cannot say for itself in a meta element, and what holds in workers, which have no page.
 * Inline scripts are left to the page's own policy, which names each: the stricter of the two wins.
 */
const HEADERS = {
  "Content-Security-Policy": `${describePolicy(["'unsafe-inline'"])}; frame-ancestors 'none'`,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Serves the built site on this machine's own addresses, or on `HOST`; resolves with its address. */
export async function serve({ folder = join(root, "out"), port = readPort(), host = process.env.HOST } = {}) {
  if (!existsSync(join(folder, "404.html"))) {
    throw new SetupProblem("SITE_MISSING", "The site has not been built.", "Run npm start, which builds it first.");
  }
  const answer = await createAnswer(folder);
  const server = await listen(answer, port, host || "127.0.0.1");
  const actual = server.address().port;
  if (host) return `http://${host}:${actual}`;

  await listen(answer, actual, "::1").catch((error) => {
    if (error.code !== "PORT_IN_USE") return;
    server.close();
    throw error;
  });
  return `http://localhost:${actual}`;
}

async function createAnswer(folder) {
  const { default: sirv } = await import("sirv");
  // `dev` reads the disk at each request, so a rebuild under a running server is safe.
  const files = sirv(folder, {
    dev: true,
    etag: true,
    gzip: true,
    extensions: ["html"],
    setHeaders(response, path) {
      if (path.startsWith("/_next/static/")) {
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      }
    },
  });

  return (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    files(request, response, () => {
      const page = readFileSync(join(folder, "404.html"));
      response.writeHead(404, { "Content-Type": "text/html;charset=utf-8", "Cache-Control": "no-cache" }).end(page);
    });
  };
}

function listen(answer, port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(answer);
    server.on("error", (error) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(
        new SetupProblem(
          "PORT_IN_USE",
          `Port ${port} is in use by another program.`,
          `Stop that program, or choose another port: set the variable PORT, for example to ${port + 1}.`,
        ),
      );
    });
    server.listen({ port, host }, () => resolve(server));
  });
}

function readPort() {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new SetupProblem("PORT_NOT_USABLE", `PORT is "${text}".`, "Set it to a number from 0 to 65535, or unset it.");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    process.stdout.write(`serving ${await serve()}\n`);
  });
}
