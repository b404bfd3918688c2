import { type CaseFileRequest, handleCaseFile } from "./case-file-job";

self.onmessage = async ({ data }: MessageEvent<CaseFileRequest>): Promise<void> => {
  self.postMessage(await handleCaseFile(data));
};
