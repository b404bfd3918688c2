import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { watchComplaints } from "./complaints";
import { wakeUp } from "./wake-up";

const SITE = fileURLToPath(new URL("../../out", import.meta.url));
const PAGES = readdirSync(SITE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".html"))
  .map(
    (path) =>
      `/${path
        .split(sep)
        .join("/")
        .replace(/(?:index)?\.html$/, "")}`,
  );

/** Pages of one kind are made by the same code; so many of each come to life here. */
const OF_A_KIND = 2;

function kindOf(path: string): string {
  return path.split("/").length > 2 ? (path.split("/")[1] ?? "") : path;
}

const OPENED = PAGES.filter(
  (path, at) => PAGES.slice(0, at).filter((before) => kindOf(before) === kindOf(path)).length < OF_A_KIND,
).filter((path) => path !== "/404" && path !== "/_not-found");

test("every kind of page comes to life under its policy, and says nothing on the console", async ({ page }) => {
  test.setTimeout(180_000);
  const complaints = watchComplaints(page);
  expect(OPENED).toContain("/");
  expect(new Set(OPENED.map(kindOf)).size).toBeGreaterThan(15);
  for (const path of OPENED) {
    await page.goto(path, { waitUntil: "domcontentloaded" });
    await wakeUp(page);
    expect(complaints, path).toEqual([]);
  }
});

test("the policy of every page names each script that stands in it, and no other", () => {
  const wrong = PAGES.filter((path) => {
    const html = readFileSync(join(SITE, `${path === "/" ? "/index" : path}.html`), "utf8");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const named = new Set(policy.match(/'sha256-[^']+'/g));
    const bodies = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].filter(
      ([, head]) => !head?.includes("src="),
    );
    const hashes = new Set(
      bodies.map(
        ([, , body]) =>
          `'sha256-${createHash("sha256")
            .update(body ?? "")
            .digest("base64")}'`,
      ),
    );
    return hashes.size === 0 || policy.includes("unsafe-eval") || [...hashes].join() !== [...named].join();
  });
  expect(PAGES.length).toBeGreaterThan(150);
  expect(wrong).toEqual([]);
});

test("a script that was not there at build does not run", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'injected'";
    document.head.append(script);
  });

  expect(await page.title()).not.toBe("injected");
});

test("neither a page nor a worker may call another address", async ({ page, baseURL }) => {
  const elsewhere = (baseURL ?? "").replace("localhost", "127.0.0.1");
  const call = (address: string): Promise<string> =>
    fetch(address, { mode: "no-cors" }).then(
      () => "answered",
      () => "refused",
    );
  await page.goto("/");
  expect(await page.evaluate(call, elsewhere)).toBe("refused");

  const [worker] = await Promise.all([
    page.waitForEvent("worker"),
    page.evaluate(() => new Worker([...document.scripts].find(({ src }) => src)?.src ?? "") && undefined),
  ]);
  expect(await worker.evaluate(call, elsewhere)).toBe("refused");
  expect(await worker.evaluate(call, `${baseURL}/`)).toBe("answered");
});

test("no page may be framed, and no file taken for what it is not", async ({ request }) => {
  const headers = (await request.get("/")).headers();

  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
});

test("an address that does not exist says so, with the status for it", async ({ page }) => {
  const response = await page.goto("/there/is/no/such/page");

  expect(response?.status()).toBe(404);
  await expect(page.getByText(/not be found|not found/i).first()).toBeVisible();
});
