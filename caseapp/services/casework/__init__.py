"""The desk: queues, the case page, tasks, links between cases, what heads see."""
