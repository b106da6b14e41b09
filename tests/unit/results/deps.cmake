set(links slackwater_example_comparison json)
