import type { ReactNode } from "react";
import { StartScreen } from "@/components/start/start-screen";

export default function StartPage(): ReactNode {
  return <StartScreen />;
}
