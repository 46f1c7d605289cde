"""The servers that are measured.

Each is a module run as `python -m <module> --port P` in an empty folder. It listens on 127.0.0.1:P, path /api/messages,
prints `READY P` on standard output, and takes from the environment the address of the OpenID metadata
(BENCH_OPENID_METADATA) and a folder on a real disk (BENCH_FOLDER) for its database; the folder is removed afterwards.

This product's own server, benchmarks.servers.utvalgsbot, is `sized`. It also takes
    --organisations N   this many organisations with a ballot each; voter i (terms.voter_object_id(i), i from 0) casts
                        the ballot of organisation i in the open voting terms.VOTING,
    --voted N           the first N of them have voted before READY,
    --errands N         this many Graph errands stand ready; their delivery begins at the line DELIVER on standard
                        input, and when the last is delivered the line DELIVERED is printed.
"""
