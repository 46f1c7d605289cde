// Starts the page.
import { createRoot } from "react-dom/client";
import "adaptivecards/lib/adaptivecards.css";
import { App } from "./App";
import "./fonts.css";
import "./styles.css";
import "./cards.css";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
