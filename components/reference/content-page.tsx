import type { ReactNode } from "react";
import { compileContent } from "../mdx/compile-content";
import { readContent } from "../mdx/content-files";
import { onThisPage } from "./on-this-page";
import { PageFoot } from "./page-foot";
import { ReferencePage } from "./reference-page";

export interface ContentPageProps {
  /** File in content/pages, and its route. */
  id: string;
  /** Above the text. */
  children?: ReactNode;
}

/** A page that is nothing but its text. */
export async function ContentPage({ id, children }: ContentPageProps): Promise<ReactNode> {
  const { title, summary } = readContent(`pages/${id}`).frontMatter;
  const { content, headings } = await compileContent(`pages/${id}`);
  return (
    <ReferencePage path={`/${id}`} title={title} lead={summary} aside={onThisPage(headings)}>
      {children}
      {content}
      <PageFoot path={`/${id}`} />
    </ReferencePage>
  );
}
