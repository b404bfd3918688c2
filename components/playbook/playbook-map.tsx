import type { ReactNode } from "react";
import { Disclosure } from "../ui/disclosure";
import { GroupedMap } from "./grouped-map";
import type { PlaybookMapProps } from "./map-drawing";
import { MapList } from "./map-list";
import { MapPicture } from "./map-picture";
import { MapScroll } from "./map-scroll";

/** The machine of a playbook as a picture, and as a list that says the same. */
export function PlaybookMap({ layout, current, path }: PlaybookMapProps): ReactNode {
  const { overview, title, nodes, edges, start } = layout;
  const focus = nodes.find(({ id }) => id === (current ?? start)) ?? { x: 0, y: 0 };
  const skips = edges.some(({ ways }) => ways.every(({ skip }) => skip));
  return (
    <figure className="break-inside-auto!">
      {overview ? (
        <GroupedMap overview={overview} title={title} start={start} current={current} path={path} />
      ) : (
        <MapScroll label={`Map of the playbook ${title}`} focus={focus}>
          <MapPicture
            part={layout}
            title={`Steps of the playbook ${title} and the ways between them`}
            current={current}
            path={path}
          />
        </MapScroll>
      )}
      <figcaption className="mt-2 text-soft text-xs print:hidden">
        Words on a line say what sends the route along it. Round boxes are ends.
        {skips && " A dashed line is taken only when a step is skipped."}
        {overview && " A dashed box stands in another group. A named cause leads to the end from everywhere."} Whatever
        is pasted, the route begins at the top again and runs as far as the evidence carries it.
      </figcaption>
      <Disclosure title="As a list" className="mt-1">
        <MapList layout={layout} current={current} path={path} />
      </Disclosure>
    </figure>
  );
}
