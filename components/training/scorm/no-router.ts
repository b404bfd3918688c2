/** Stands in for Next's navigation where there is no Next: a package has one page. */
export function useRouter(): { push: (address: string) => void; replace: (address: string) => void } {
  return { push: () => {}, replace: () => {} };
}

export function usePathname(): string {
  return "/";
}
