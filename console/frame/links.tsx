import {
  Anchor,
  Button,
  NavLink,
  Paper,
  type AnchorProps,
  type ButtonProps,
  type NavLinkProps,
  type PaperProps,
} from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

type LinkProps<Own> = Own & Omit<ComponentPropsWithRef<"a">, keyof Own>;

/** Links to another page of the console: in a text, as a button, as a menu entry, as a card. */
export const TextLink = createLink((props: LinkProps<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: LinkProps<ButtonProps>) => <Button component="a" {...props} />);
export const MenuLink = createLink((props: LinkProps<NavLinkProps>) => <NavLink {...props} />);
export const CardLink = createLink((props: LinkProps<PaperProps>) => (
  <Paper component="a" className="card-link" {...props} />
));
