"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

type Announce = (message: string) => void;

const AnnounceContext = createContext<Announce>(() => {});

/** Says things aloud to screen readers without moving the focus. */
export function Announcer({ children }: { children: ReactNode }): ReactNode {
  const [said, setSaid] = useState({ message: "", turn: 0 });
  const announce = useCallback<Announce>((message) => setSaid(({ turn }) => ({ message, turn: turn + 1 })), []);
  // Alternating regions make a repeated message count as news.
  const regions = useMemo(() => [0, 1].map((region) => (said.turn % 2 === region ? said.message : "")), [said]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="sr-only" aria-live="polite">
        {regions[0]}
      </div>
      <div className="sr-only" aria-live="polite">
        {regions[1]}
      </div>
    </AnnounceContext>
  );
}

/** The function that announces. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
