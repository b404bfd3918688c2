import type { ReactNode } from "react";
import { nodeState, type PlaybookMapProps, waysOut } from "./map-drawing";

const MARKS = { here: " (you are here)", passed: " (passed)", other: "" };

/** What the map shows, in words. */
export function MapList({ layout, current, path }: PlaybookMapProps): ReactNode {
  return (
    <ol className="list-decimal space-y-2 pl-6 text-sm marker:text-soft">
      {layout.nodes.map(({ id, label, href }) => {
        const state = nodeState(id, current, path);
        const ways = waysOut(layout, id);
        return (
          <li key={id} aria-current={state === "here" ? "step" : undefined}>
            <a href={href} className="link">
              {label}
            </a>
            {MARKS[state]}
            {ways.length === 0 ? (
              <span className="text-soft">: the end</span>
            ) : (
              <ul className="mt-0.5 list-disc pl-5 text-soft marker:text-faint">
                {ways.map((way) => (
                  <li key={way.to}>
                    to “{way.label}”: {way.when}
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}
