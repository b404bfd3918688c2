import { Fragment, type ReactNode } from "react";

/** A long name that may break behind its dots and marks, and in front of its capitals. */
export function Breakable({ name }: { name: string }): ReactNode {
  // How far the name has come tells the pieces apart.
  let end = 0;
  return name.split(/(?<=[.!:+_])(?=\w)|(?<=[a-z0-9])(?=[A-Z])/).map((part) => {
    end += part.length;
    return (
      <Fragment key={end}>
        {part}
        {end < name.length && <wbr />}
      </Fragment>
    );
  });
}
