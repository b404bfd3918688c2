import type { Metadata } from "next";
import type { ReactNode } from "react";
import { driverGroups, OWN_DRIVERS } from "@/components/drivers/driver-groups";
import { DriverGroupPage } from "@/components/drivers/group-page";
import { metadataOf } from "@/components/reference/pages";

export const dynamicParams = false;

interface Props {
  params: Promise<{ id: string }>;
}

export function generateStaticParams(): { id: string }[] {
  return [...driverGroups(), OWN_DRIVERS].map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(`/drivers/${(await params).id}`);
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <DriverGroupPage id={(await params).id} />;
}
