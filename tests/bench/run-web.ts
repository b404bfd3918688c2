import { measureReading } from "./web-pastes";
import { measureScores } from "./web-scores";
import { measureScripts } from "./web-scripts";

const [, , site = "", lighthouse = "", ...parts] = process.argv;
if (parts.includes("scripts")) await measureScripts(site);
if (parts.includes("scores")) await measureScores(site, lighthouse);
if (parts.includes("pastes")) await measureReading(site);
process.exit();
