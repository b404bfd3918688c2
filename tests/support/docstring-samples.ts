export { samplesOf } from "@/components/mdx/parser-samples";
