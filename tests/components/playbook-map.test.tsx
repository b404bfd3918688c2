import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { AnyStateNode } from "xstate";
import { mapLayout } from "@/components/playbook/map-layout";
import { PlaybookMap } from "@/components/playbook/playbook-map";
import { PLAYBOOKS } from "@/machines/list";

/** `from to guard` of every transition, straight from the machine. */
function transitionsOf(states: readonly AnyStateNode[]): string[] {
  return states.flatMap((state) =>
    (state.always ?? []).flatMap(({ target, guard }) => {
      const name = typeof guard === "string" ? guard : String((guard as { type: string }).type);
      return (target ?? []).map(({ key }) => `${state.key} ${key} ${name.toLowerCase()}`);
    }),
  );
}

test.each(PLAYBOOKS)("the map of $id has every step once and every way between steps", ({ id, machine, steps }) => {
  const { nodes, edges, start } = mapLayout(id);
  const ways = edges.flatMap(({ from, to, ways }) =>
    ways.map(({ label }) => `${from} ${to} ${label.replaceAll(" ", "")}`),
  );

  expect(nodes.map((node) => node.id)).toEqual(Object.keys(machine.states));
  expect(nodes.map((node) => node.label)).toEqual(Object.keys(machine.states).map((state) => steps[state]?.label));
  expect(ways.sort()).toEqual(transitionsOf(Object.values(machine.states)).sort());
  expect(new Set(edges.map(({ from, to }) => `${from} ${to}`)).size).toBe(edges.length);
  expect(start).toBe(Object.keys(machine.states)[0]);
});

test.each(PLAYBOOKS)("no two steps of the map of $id overlap, and all lie inside it", ({ id }) => {
  const { nodes, width, height } = mapLayout(id);
  const boxes = nodes.map((node) => ({
    id: node.id,
    left: node.x - node.width / 2,
    right: node.x + node.width / 2,
    top: node.y - node.height / 2,
    bottom: node.y + node.height / 2,
  }));
  const overlaps = boxes.filter((a) =>
    boxes.some((b) => a !== b && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  );

  expect(overlaps).toEqual([]);
  expect(boxes.filter((box) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)).toEqual([]);
});

test("the layout is plain data, so a page can hand it to the browser", () => {
  const layout = mapLayout("aspnet-hang");

  expect(JSON.parse(JSON.stringify(layout))).toEqual(layout);
});

test("every word of a guard is said: on a line, at the step it leads to, or in the list", () => {
  const layout = mapLayout("aspnet-hang");
  const page = renderToStaticMarkup(<PlaybookMap layout={layout} />);

  for (const { from, to, ways, text } of layout.edges) {
    const entry = layout.nodes.find(({ id }) => id === to)?.entry;
    for (const { label, skip } of ways.filter((way) => !way.skip)) {
      expect([from, label, skip, text?.lines.includes(label) || entry === `when ${label}`]).toEqual([
        from,
        label,
        false,
        true,
      ]);
    }
  }
  expect(page).toContain("when the step is skipped");
});

test("the step a case rests at is told by words, in the picture and in the list", () => {
  const layout = mapLayout("aspnet-hang");
  const page = renderToStaticMarkup(
    <PlaybookMap layout={layout} current="owner" path={["symptoms", "stacks", "lock"]} />,
  );

  expect(page).toMatch(/<a href="\/playbooks\/aspnet-hang#owner" aria-label="[^"]+, you are here"/);
  expect(page).toContain(">you are here</text>");
  expect(page).toMatch(/aria-current="step".*\(you are here\)/);
  expect(page.match(/, passed"/g)).toHaveLength(3);
  expect(page.match(/\(passed\)/g)).toHaveLength(3);
});

test("without a case nothing is marked", () => {
  const page = renderToStaticMarkup(<PlaybookMap layout={mapLayout("aspnet-hang")} />);

  expect(page).not.toContain("you are here");
  expect(page).not.toContain("passed");
});

test("a playbook that does not exist has no map", () => {
  expect(() => mapLayout("coffee")).toThrow("There is no playbook coffee");
});

test.each(PLAYBOOKS.filter(({ groups }) => groups))(
  "every step of $id is in one group of its map",
  ({ id, machine }) => {
    const { overview } = mapLayout(id);
    const grouped = overview?.groups.flatMap(({ steps }) => steps) ?? [];

    expect([...grouped].sort()).toEqual(Object.keys(machine.states).sort());
    for (const { steps, layout } of overview?.groups ?? []) {
      expect(layout.nodes.filter(({ beyond }) => !beyond).map((node) => node.id)).toEqual([...steps]);
    }
  },
);

test.each(PLAYBOOKS.filter(({ groups }) => groups))("every group of $id is led to, and no two overlap", ({ id }) => {
  const { overview } = mapLayout(id);
  const groups = overview?.groups ?? [];
  const led = new Set(overview?.edges.map(({ to }) => to));
  const overlaps = groups.filter((a) =>
    groups.some(
      (b) => a !== b && Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height,
    ),
  );

  expect(groups.slice(1).filter((group) => !led.has(group.id))).toEqual([]);
  expect(overlaps).toEqual([]);
});

test("the group where a case stands is open, and the groups it came through are marked", () => {
  const page = renderToStaticMarkup(
    <PlaybookMap layout={mapLayout("hang")} current="owner" path={["symptoms", "really-hung", "stacks", "lock"]} />,
  );

  expect(page).toContain("Managed locks: 7 steps and where they lead");
  expect(page.match(/aria-expanded="true"/g)).toHaveLength(1);
  expect(page).toMatch(/7 steps · you are here/);
  expect(page.match(/steps · passed/g)).toHaveLength(2);
  expect(page).toMatch(/aria-label="[^"]+, you are here"/);
});
