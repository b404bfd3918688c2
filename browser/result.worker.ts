import { handleResult, type ResultRequest } from "./result-job";

self.onmessage = ({ data }: MessageEvent<ResultRequest>): void => {
  self.postMessage(handleResult(data));
};
