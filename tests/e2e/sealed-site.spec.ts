import { readdirSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { watchComplaints } from "./complaints";

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

test("every page comes to life under its policy, and says nothing on the console", async ({ page }) => {
  test.setTimeout(180_000);
  const complaints = watchComplaints(page);
  expect(PAGES).toContain("/");
  for (const path of PAGES.filter((path) => path !== "/404" && path !== "/_not-found")) {
    await page.goto(path);
    // React marks the nodes it has taken over.
    await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith("__react")));
    expect(complaints, path).toEqual([]);
  }
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
