// Lets any card in a pane open a dialog.
import { createContext, useContext } from "react";
import type { Json } from "./api";
import type { Place } from "./cards/invoke";

export type Tasks = { open: (place: Place, data: Json) => void };
export const TasksContext = createContext<Tasks>({ open: () => undefined });
export const useTasks = () => useContext(TasksContext);
