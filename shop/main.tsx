import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import { RouterProvider } from "@tanstack/react-router";
import { readLanguage } from "../ui/language.tsx";
import { mount } from "../ui/mount.tsx";
import { openClient } from "../ui/Provider.tsx";
import { readDrawn } from "./drawn.ts";
import { placeHere } from "./frame/shop.ts";
import { openRouter } from "./router.tsx";
import "./shop.css";

const client = openClient();
const drawn = readDrawn();
for (const [key, data] of drawn?.known ?? []) client.setQueryData(key, data);
const router = openRouter({ place: placeHere(), client });
// The server knows the language by a cookie, which may be gone: then the page is drawn anew.
const isDrawn = drawn?.language === readLanguage() && drawn.path === location.pathname;
if (isDrawn) {
  router.ssr = { manifest: undefined };
  // What is taken over has to be there at once, as it was for the server.
  await router.load();
}
mount(<RouterProvider router={router} />, { client, isDrawn });
