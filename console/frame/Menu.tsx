import { NavLink, type NavLinkProps } from "@mantine/core";
import {
  IconBell,
  IconBuildingStore,
  IconHelpCircle,
  IconHome,
  IconKeyboard,
  IconPackage,
  IconReceipt,
  IconSettings,
  IconUserCircle,
} from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../../ui/language.tsx";
import { MenuLink } from "./links.tsx";
import { useMay, useSession } from "./session.ts";
import { words as dictionary } from "./words.ts";

/** The console's menu: 店舗設定 > 外部サービス連携 > スマレジ連携設定 is where the manual says. Calls `done` when the reader follows a link. */
export function Menu({ done }: { done(): void }) {
  const words = useWords(dictionary);
  const { merchant, practice } = useSession();
  const mayAccounts = useMay("accounts.edit");
  const maySettings = useMay("settings.edit");
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isIn = (start: string) => path.startsWith(start);
  const exact = { activeOptions: { exact: true }, activeProps: { active: true }, onClick: done };
  return (
    <nav aria-label={words.navigation}>
      <MenuLink to="/" label={words.top} leftSection={<IconHome size={18} aria-hidden />} {...exact} />
      <MenuLink
        to="/incidents"
        label={words.incidents}
        leftSection={<IconBell size={18} aria-hidden />}
        {...exact}
      />
      <Group
        label={words.products}
        leftSection={<IconPackage size={18} aria-hidden />}
        fw={isIn("/products") ? 650 : 400}
      >
        <MenuLink to="/products" label={words.productList} {...exact} />
        <MenuLink to="/products/new" label={words.newProduct} {...exact} />
        <MenuLink to="/products/quick-edit" label={words.quickEdit} {...exact} />
        <MenuLink to="/products/bulk" label={words.bulk} {...exact} />
        <MenuLink to="/products/linking" label={words.linking} {...exact} />
      </Group>
      <Group
        label={words.orders}
        leftSection={<IconReceipt size={18} aria-hidden />}
        fw={isIn("/orders") || isIn("/plans") ? 650 : 400}
      >
        <MenuLink to="/orders" label={words.orderList} {...exact} />
        <MenuLink to="/orders/new" label={words.newOrder} {...exact} />
        <MenuLink to="/plans" label={words.plans} {...exact} />
      </Group>
      <Group
        label={words.settings}
        leftSection={<IconSettings size={18} aria-hidden />}
        fw={isIn("/settings") ? 650 : 400}
      >
        <Group label={words.external}>
          <MenuLink to="/settings/smaregi" label={words.connection} {...exact} />
          <MenuLink to="/settings/smaregi/log" label={words.log} {...exact} />
          <MenuLink to="/settings/smaregi/reconciliations" label={words.reconciliations} {...exact} />
        </Group>
        <MenuLink to="/settings/shop" label={words.shopSettings} {...exact} />
        {maySettings ? (
          <>
            <MenuLink to="/settings/notices" label={words.notices} {...exact} />
            <MenuLink to="/settings/webhooks" label={words.webhooks} {...exact} />
          </>
        ) : null}
        {mayAccounts ? (
          <>
            <MenuLink to="/settings/staff" label={words.staff} {...exact} />
            <MenuLink to="/settings/api-keys" label={words.apiKeys} {...exact} />
            <MenuLink to="/settings/audit" label={words.audit} {...exact} />
          </>
        ) : null}
      </Group>
      <MenuLink
        to="/account"
        label={words.account}
        leftSection={<IconUserCircle size={18} aria-hidden />}
        {...exact}
      />
      <MenuLink
        to="/help"
        label={words.help}
        leftSection={<IconHelpCircle size={18} aria-hidden />}
        {...exact}
      />
      <MenuLink
        to="/shortcuts"
        label={words.shortcuts}
        leftSection={<IconKeyboard size={18} aria-hidden />}
        {...exact}
      />
      <NavLink
        href={`/shop/${merchant.number}/`}
        target="_blank"
        label={words.shop}
        leftSection={<IconBuildingStore size={18} aria-hidden />}
      />
      {practice === null ? null : (
        <NavLink
          href={practice.tillUrl}
          target="_blank"
          label={words.till}
          leftSection={<IconReceipt size={18} aria-hidden />}
        />
      )}
    </nav>
  );
}

/** A group of entries that fold away under its name; unfolded at first. */
function Group(props: NavLinkProps) {
  const [isOpen, setOpen] = useState(true);
  return <NavLink component="button" opened={isOpen} onChange={setOpen} aria-expanded={isOpen} {...props} />;
}
