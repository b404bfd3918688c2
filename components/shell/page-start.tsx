"use client";

import { useEffect } from "react";
import { startPage } from "@/browser/page/start-page";
import { tellAwake } from "@/browser/page/waking";

/** Last on the page: by its turn everything before it listens. */
export function PageStart(): null {
  useEffect(() => {
    startPage();
    tellAwake();
  }, []);
  return null;
}
