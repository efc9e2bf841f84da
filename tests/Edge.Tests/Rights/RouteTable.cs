namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Every route of the API, who may ask it, and with which ids. A route that is not here fails the matrix.</summary>
internal static class RouteTable
{
    /// <summary>A flow that leads nowhere.</summary>
    public const string AFlow = """{"name":"x","language":"en","start":"bye","steps":[{"type":"hangUp","name":"bye","prompt":[{"say":{"en":"Good bye."}}]}]}""";

    private const string AFlowToAQueue = """{"name":"x","language":"en","start":"wait","steps":[{"type":"queue","name":"wait","queue":"{queue}"}]}""";
    private const string AVCard = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Somebody\r\nN:Somebody;;;;\r\nEND:VCARD\r\n";
    private const string AnIssuer = """{"redirectUri":"http://127.0.0.1/","codeChallenge":"0123456789012345678901234567890123456789012"}""";
    private const string AnIssuersAnswer = """{"state":"x","code":"x","codeVerifier":"0123456789012345678901234567890123456789012","redirectUri":"http://127.0.0.1/","ticket":"x"}""";

    /// <summary>Routes outside the API, by how they begin. They ask for no token, so that nothing of a company may be in what they say.</summary>
    public static IReadOnlyList<string> Open { get; } =
        [
            "healthz", "addon/", "metrics", "openapi/", "scalar", "status", "sip", "assets/", "index.html", "icon.svg", "phone", "example",
            "calls", "log", "chat", "colleagues", "contacts", "live", "queues", "agents", "rooms", "flows", "voicemail", "faxes", "reports", "audit", "privacy", "rights", "my-data", "backups", "incidents", "documents", "consents", "policies", "settings", "cookies", "shared", "subscription", "nodes", "signed-in",
        ];

    /// <summary>Rows of the API.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        .. SignIn(), .. People(), .. Talk(), .. Contacts(), .. Numbers(), .. Work(), .. Sounds(), .. Calls(), .. Records(), .. Consents(), .. Platform(), .. Last(),
    ];

    private static IEnumerable<Row> SignIn() =>
    [
        Ask("GET", "login/ways", Who.Everybody),
        Ask("POST", "login", Who.Everybody, """{"email":"{agent}@nowhere.test","password":"wrong"}""").Answers(401),
        Ask("POST", "login/refresh", Who.Everybody, """{"refreshToken":"x"}""").Answers(401),
        Ask("POST", "login/issuer/start", Who.Everybody, AnIssuer).Answers(404),
        Ask("POST", "login/issuer", Who.Everybody, AnIssuersAnswer).Answers(404),
        Ask("GET", "me/logins", Who.SignedIn),
        Ask("POST", "me/logins/start", Who.SignedIn, AnIssuer).Answers(404),
        Ask("POST", "me/logins", Who.SignedIn, AnIssuersAnswer).Answers(404),
        Ask("DELETE", "me/logins?issuer=https%3A%2F%2Fnowhere.test", Who.SignedIn).Answers(404),
        Ask("GET", "me/google", Who.SignedIn),
        Ask("POST", "me/google/start", Who.SignedIn, AnIssuer).Answers(400),
        Ask("POST", "me/google", Who.SignedIn, AnIssuersAnswer).Answers(401),
        Ask("POST", "me/google/sync", Who.SignedIn),
        Ask("DELETE", "me/google", Who.SignedIn),
        Ask("GET", "addon/manifest", Who.Administrators).Answers(400),
        Ask("GET", "sessions", Who.SignedIn),
        Own(Ask("DELETE", "sessions/{session}", Who.SignedIn), Role.Agent) with { Spends = "session" },
    ];

    private static IEnumerable<Row> People() =>
    [
        Ask("GET", "me", Who.SignedIn),
        Ask("GET", "me/calls", Who.SignedIn),
        Ask("PUT", "me/calls", Who.SignedIn, """{"forwardBusy":"{echo}","followMe":[{"number":"{echo}"}]}"""),
        Ask("PUT", "me/calls", Who.SignedIn, "{}"),
        Ask("GET", "me/visibility", Who.SignedIn),
        Ask("PUT", "me/visibility", Who.SignedIn, "{}"),
        Ask("GET", "users", Who.SignedIn),
        Ask("GET", "users?search={user}", Who.SignedIn),
        Ask("GET", "users/{user}", Who.SignedIn),
        Ask("PUT", "users/{user}", Who.Administrators, """{"email":"somebody@else.test","displayName":"x","extension":"59777","role":"Agent","password":"secret"}""") with { Undo = "users/{user}" },
        Ask("GET", "users/{user}/calls", Who.Administrators),
        Ask("PUT", "users/{user}/calls", Who.Administrators, """{"forwardBusy":"{echo}"}"""),
        Ask("DELETE", "users/{user}", Who.Administrators) with { Spends = "user" },
        Ask("GET", "colleagues", Who.SignedIn),
        Ask("GET", "devices", Who.SignedIn),
        Ask("GET", "devices?user={agent}", Who.SignedIn),
        Ask("GET", "devices/all", Who.Supervisors),
        Ask("GET", "teams", Who.Supervisors),
        Ask("GET", "teams/{team}", Who.Supervisors),
        Ask("PUT", "teams/{team}", Who.Administrators, """{"name":"x","supervisors":["{boss}"],"members":["{agent}"]}""") with { Undo = "teams/{team}" },
        Ask("DELETE", "teams/{team}", Who.Administrators) with { Spends = "team" },
    ];

    private static IEnumerable<Row> Talk() =>
    [
        Ask("GET", "conversations", Who.SignedIn),
        Ask("POST", "conversations", Who.SignedIn, """{"name":"x","members":["{agent}"]}"""),
        Ask("GET", "conversations/{group}", Who.SignedIn).Answers(Role.Administrator, 404),
        Ask("GET", "conversations/{direct}", Who.SignedIn).Answers(Role.Supervisor, 404).Answers(Role.Administrator, 404),
        Ask("PUT", "conversations/{group}", Who.SignedIn, """{"name":"x","members":["{boss}"]}""").Answers(Role.Supervisor, 403).Answers(Role.Administrator, 404),
        Ask("POST", "invitations", Who.SignedIn, """{"clientId":"an-invitation-1","to":"{echo}","text":"x","users":["{agent}"]}""").Answers(400),
        Ask("GET", "conversations/{group}/call", Who.SignedIn).Answers(Role.Administrator, 404),
        Ask("POST", "conversations/{group}/calls", Who.SignedIn, """{"own":false}""").Answers(Role.Administrator, 404),
        Ask("GET", "conversations/{group}/messages", Who.SignedIn).Answers(Role.Administrator, 404),
        Ask("GET", "conversations/{direct}/messages", Who.SignedIn).Answers(Role.Supervisor, 404).Answers(Role.Administrator, 404),
        Ask("POST", "conversations/{group}/messages", Who.SignedIn, """{"clientId":"a-message-0001","text":"hello"}""").Answers(Role.Administrator, 404),
        Ask("POST", "conversations/{direct}/messages", Who.SignedIn, """{"clientId":"a-message-0001","text":"hello"}""").Answers(Role.Supervisor, 404),
        Ask("GET", "conversations/{group}/messages/1/audio", Who.SignedIn).Answers(404),
        Ask("PUT", "conversations/{group}/read", Who.SignedIn, """{"number":1}""").Answers(Role.Administrator, 404),
        Ask("POST", "conversations/{group}/leave", Who.SignedIn).Answers(Role.Agent, 409).Answers(Role.Administrator, 404) with { Spends = "group" },
        Ask("DELETE", "conversations/{group}", Who.SignedIn).Answers(Role.Supervisor, 403).Answers(Role.Administrator, 404) with { Spends = "group" },
        Ask("GET", "me/blocked-users", Who.SignedIn),
        Ask("PUT", "me/blocked-users/{boss}", Who.SignedIn).Answers(Role.Supervisor, 404),
        Ask("DELETE", "me/blocked-users/{boss}", Who.SignedIn).Answers(Role.Supervisor, 404),
        Ask("GET", "broadcast-lists", Who.Supervisors),
        Ask("POST", "broadcast-lists", Who.Supervisors, """{"name":"x"}"""),
        Ask("GET", "broadcast-lists/{list}", Who.Supervisors),
        Ask("PUT", "broadcast-lists/{list}", Who.Supervisors, """{"name":"x"}"""),
        Ask("DELETE", "broadcast-lists/{list}", Who.Supervisors) with { Spends = "list" },
        Ask("GET", "broadcast-lists/{list}/members", Who.Supervisors),
        Ask("PUT", "broadcast-lists/{list}/members/{agent}", Who.Supervisors),
        Ask("DELETE", "broadcast-lists/{list}/members/{agent}", Who.Supervisors) with { Spends = "list" },
        Ask("POST", "broadcast-lists/{list}/members/import", Who.Supervisors, new TextFile("text/csv", "user\n{agent}\n")),
        Ask("POST", "broadcast-lists/{list}/messages", Who.Supervisors, """{"clientId":"a-broadcast-1","text":"hello","prompt":"{prompt}"}"""),
        Ask("GET", "broadcasts", Who.Supervisors),
        Ask("GET", "broadcasts/{broadcast}", Who.Supervisors),
    ];

    private static IEnumerable<Row> Contacts() =>
    [
        Ask("GET", "contacts", Who.SignedIn),
        Ask("POST", "contacts", Who.SignedIn, """{"name":"x"}"""),
        Ask("POST", "contacts?book=shared", Who.SignedIn, """{"name":"x"}""").Answers(Role.Agent, 403).Answers(Role.Supervisor, 403),
        Ask("GET", "contacts/groups", Who.SignedIn),
        Ask("GET", "contacts/{contact}", Who.SignedIn),
        Own(Ask("GET", "contacts/{ownContact}", Who.SignedIn), Role.Agent),
        Ask("PUT", "contacts/{contact}", Who.SignedIn, """{"name":"x"}""").Answers(Role.Agent, 403).Answers(Role.Supervisor, 403),
        Own(Ask("PUT", "contacts/{ownContact}", Who.SignedIn, """{"name":"x"}"""), Role.Agent),
        Ask("PUT", "contacts/{contact}/favorite", Who.SignedIn),
        Ask("DELETE", "contacts/{contact}/favorite", Who.SignedIn),
        Ask("GET", "contacts/callers?number={echo}", Who.SignedIn),
        Ask("GET", "contacts/duplicates", Who.SignedIn),
        Ask("GET", "contacts/{contact}/versions", Who.SignedIn),
        Own(Ask("GET", "contacts/{ownContact}/versions", Who.SignedIn), Role.Agent),
        Ask("POST", "contacts/{contact}/restore", Who.SignedIn, """{"version":1}""").Answers(Role.Agent, 403).Answers(Role.Supervisor, 403),
        Ask("POST", "contacts/merge", Who.SignedIn, """{"keep":"{contact2}","other":"{contact}"}""").Answers(Role.Agent, 403).Answers(Role.Supervisor, 403) with { Spends = "contact" },
        Ask("DELETE", "contacts/{contact}", Who.SignedIn).Answers(Role.Agent, 403).Answers(Role.Supervisor, 403) with { Spends = "contact" },
        Own(Ask("DELETE", "contacts/{ownContact}", Who.SignedIn), Role.Agent) with { Spends = "ownContact" },
        Ask("GET", "contacts/export", Who.SignedIn),
        Ask("GET", "contacts/export?book=shared&format=vCard", Who.SignedIn),
        Ask("POST", "contacts/import", Who.SignedIn, new TextFile("text/vcard", AVCard)),
        Ask("POST", "contacts/import?book=shared", Who.SignedIn, new TextFile("text/vcard", AVCard)).Answers(Role.Agent, 403).Answers(Role.Supervisor, 403),
    ];

    private static IEnumerable<Row> Numbers() =>
    [
        Ask("GET", "lines", Who.SignedIn),
        Ask("GET", "lines/{line}", Who.SignedIn),
        Ask("PUT", "lines/{line}", Who.Administrators, """{"name":"x","kind":"user","target":"{agent}"}""") with { Undo = "lines/{line}" },
        Ask("PUT", "lines/{line}", Who.Administrators, """{"name":"x","kind":"queue","target":"{queue}"}""") with { Undo = "lines/{line}" },
        Ask("PUT", "lines/{line}", Who.Administrators, """{"name":"x","kind":"menu","target":"{flow}"}""") with { Undo = "lines/{line}" },
        Ask("DELETE", "lines/{line}", Who.Administrators) with { Spends = "line" },
        Ask("GET", "trunks", Who.Administrators),
        Ask("GET", "trunks/{trunk}", Who.Administrators),
        Ask("PUT", "trunks/{trunk}", Who.Administrators, """{"peers":[{"host":"127.0.0.9"}],"optionsSeconds":0,"enabled":false}""") with { Undo = "trunks/{trunk}" },
        Ask("DELETE", "trunks/{trunk}", Who.Administrators) with { Spends = "trunk" },
        Ask("GET", "flows", Who.Administrators),
        Ask("GET", "flows/{flow}", Who.Administrators),
        Ask("GET", "flows/{flow}?version=1", Who.Administrators),
        Ask("GET", "flows/{flow}/versions", Who.Administrators),
        Ask("PUT", "flows/{flow}", Who.Administrators, AFlow) with { Undo = "flows/{flow}" },
        Ask("PUT", "flows/{flow}", Who.Administrators, AFlowToAQueue) with { Undo = "flows/{flow}" },
        Ask("POST", "flows/{flow}/test", Who.Administrators, AFlowToAQueue),
        Ask("DELETE", "flows/{flow}", Who.Administrators) with { Spends = "flow" },
    ];

    private static IEnumerable<Row> Work() =>
    [
        Ask("GET", "queues", Who.Supervisors),
        Ask("GET", "queues/{queue}", Who.Supervisors),
        Ask("PUT", "queues/{queue}", Who.Administrators, """{"name":"x","members":[{"agent":"{agent}"}]}""") with { Undo = "queues/{queue}" },
        Ask("PUT", "queues/{queue}", Who.Administrators, """{"name":"x","members":[],"music":"{prompt}"}""") with { Undo = "queues/{queue}" },
        Ask("PUT", "queues/{queue}/emergency", Who.Supervisors, """{"on":false}"""),
        Ask("GET", "queues/{queue}/assignments", Who.Supervisors),
        Ask("GET", "queues/{queue}/assignments?call={call}", Who.Supervisors),
        Ask("PUT", "queues/{queue}/members/{agent}", Who.Supervisors, """{"order":1}"""),
        Ask("DELETE", "queues/{queue}/members/{agent}", Who.Supervisors) with { Spends = "queue" },
        Ask("DELETE", "queues/{queue}/callbacks/1", Who.Supervisors).Answers(404),
        Ask("POST", "queues/{queue}/replay", Who.Supervisors),
        Ask("DELETE", "queues/{queue}", Who.Administrators) with { Spends = "queue" },
        Ask("GET", "agents", Who.Supervisors),
        Ask("GET", "agents?queue={queue}", Who.Supervisors),
        Ask("GET", "agents?team={team}", Who.Supervisors),
        Ask("GET", "agents/{agent}", Who.SignedIn),
        Ask("GET", "agents/{boss}", Who.SignedIn).Answers(Role.Agent, 403),
        Ask("PUT", "agents/{agent}/state", Who.SignedIn, """{"state":"loggedOut"}"""),
        Ask("PUT", "agents/{agent}/disposition", Who.SignedIn, """{"disposition":"sold"}""").Answers(Role.Agent, 409).Answers(Role.Supervisor, 403).Answers(Role.Administrator, 403),
        Ask("PUT", "agents/{agent}/settings", Who.Administrators, """{"queueOrder":["{queue}"]}"""),
        Ask("GET", "rooms", Who.Supervisors),
        Ask("GET", "rooms/{room}", Who.Supervisors),
        Ask("PUT", "rooms/{room}", Who.Administrators, """{"name":"x"}""") with { Undo = "rooms/{room}" },
        Ask("DELETE", "rooms/{room}", Who.Administrators) with { Spends = "room" },
        Ask("PUT", "rooms/{room}/lock", Who.SignedIn, """{"locked":false}""").Answers(404).Answers(Role.Agent, 403),
        Ask("PUT", "rooms/{room}/members/{call}", Who.SignedIn, """{"muted":true}""").Answers(404).Answers(Role.Agent, 403),
        Ask("DELETE", "rooms/{room}/members/{call}", Who.SignedIn).Answers(404).Answers(Role.Agent, 403),
    ];

    private static IEnumerable<Row> Sounds() =>
    [
        Ask("GET", "prompts", Who.Administrators),
        Ask("GET", "prompts/{prompt}", Who.Administrators),
        Ask("PUT", "prompts/{prompt}", Who.Administrators, Company.Sound()) with { Undo = "prompts/{prompt}" },
        Ask("GET", "prompts/{prompt}/audio", Who.Administrators),
        Ask("DELETE", "prompts/{prompt}", Who.Administrators) with { Spends = "prompt" },
        Ask("GET", "me/voicemail", Who.SignedIn),
        Ask("GET", "me/voicemail/settings", Who.SignedIn),
        Ask("PUT", "me/voicemail/settings", Who.SignedIn, """{"language":"en"}"""),
        Ask("PUT", "me/voicemail/greeting", Who.SignedIn, Company.Sound()),
        Ask("DELETE", "me/voicemail/greeting", Who.SignedIn),
        Own(Ask("PUT", "me/voicemail/{message}", Who.SignedIn, """{"heard":true}"""), Role.Agent),
        Ask("GET", "me/voicemail/{message}/audio", Who.SignedIn).Answers(404),
        Own(Ask("DELETE", "me/voicemail/{message}", Who.SignedIn), Role.Agent) with { Spends = "message" },
        Own(Ask("GET", "me/voicemail/{message}/links", Who.SignedIn), Role.Agent),
        Own(Ask("POST", "me/voicemail/{message}/links", Who.SignedIn, """{"expiresAt":"2999-01-01T00:00:00Z"}"""), Role.Agent).Answers(Role.Agent, 400),
        Own(Ask("GET", "me/voicemail/{message}/links/{messageShare}/openings", Who.SignedIn), Role.Agent),
        Own(Ask("POST", "me/voicemail/{message}/links/{messageShare}/mail", Who.SignedIn, """{"to":"somebody@nowhere.test","secret":"x"}"""), Role.Agent).Answers(Role.Agent, 400),
        Own(Ask("DELETE", "me/voicemail/{message}/links/{messageShare}", Who.SignedIn), Role.Agent) with { Spends = "messageShare" },
        Ask("GET", "me/faxes", Who.SignedIn),
        Ask("POST", "me/faxes?to=nobody", Who.SignedIn).Answers(400),
        Own(Ask("GET", "me/faxes/{fax}", Who.SignedIn), Role.Agent),
        Own(Ask("PUT", "me/faxes/{fax}", Who.SignedIn, """{"seen":true}"""), Role.Agent),
        Ask("GET", "me/faxes/{fax}/tiff", Who.SignedIn).Answers(404),
        Ask("GET", "me/faxes/{fax}/pdf", Who.SignedIn).Answers(404),
        Ask("GET", "me/faxes/{fax}/pages/1", Who.SignedIn).Answers(404),
        Ask("GET", "me/faxes/{fax}/pages/1/thumbnail", Who.SignedIn).Answers(404),
        Own(Ask("DELETE", "me/faxes/{fax}", Who.SignedIn), Role.Agent) with { Spends = "fax" },
    ];

    private static IEnumerable<Row> Calls() =>
    [
        Ask("GET", "calls", Who.SignedIn),
        Ask("GET", "calls?mine=true", Who.SignedIn),
        Ask("GET", "calls/{call}", Who.SignedIn).Answers(Role.Supervisor, 200),
        // A call with the echo has no second party: who may do it is told that it cannot be done.
        Ask("POST", "calls/{call}/hold", Who.SignedIn).Answers(409).Answers(Role.Supervisor, 403),
        Ask("POST", "calls/{call}/resume", Who.SignedIn).Answers(409).Answers(Role.Supervisor, 403),
        Ask("POST", "calls/{call}/digits", Who.SignedIn, """{"digits":"1"}""").Answers(409).Answers(Role.Supervisor, 403),
        Ask("POST", "calls/{call}/merge", Who.SignedIn, """{"consultation":"{call2}"}""").Answers(403).Answers(Role.Agent, 409),
        Ask("POST", "calls/{call}/park", Who.SignedIn, """{"slot":"{slot}"}""").Answers(403).Answers(Role.Agent, 409),
        Ask("POST", "calls/{call}/meet", Who.SignedIn).Answers(403).Answers(Role.Agent, 409),
        Ask("POST", "calls/{call}/transfer", Who.SignedIn, """{"to":"{echo}"}""").Answers(409).Answers(Role.Supervisor, 403),
        Ask("POST", "calls/{call}/supervision", Who.Supervisors, """{"mode":"listen","agent":"{agent}"}""").Answers(409),
        Ask("POST", "calls/{call}/hangup", Who.SignedIn).Answers(Role.Supervisor, 403) with { Spends = "call" },
        // The agent alone has a telephone.
        Ask("POST", "calls", Who.SignedIn, """{"to":"{echo}"}""").Answers(422).Answers(Role.Agent, 202),
    ];

    private static IEnumerable<Row> Records() =>
    [
        Ask("GET", "call-log", Who.SignedIn),
        Ask("GET", "call-log?party={extension}", Who.SignedIn),
        Ask("GET", "call-log/{logged}", Who.SignedIn),
        Ask("GET", "call-log/{logged}/events", Who.SignedIn),
        Ask("GET", "recordings", Who.SignedIn),
        Ask("GET", "recordings?call={logged}", Who.SignedIn),
        Ask("GET", "recordings/{recording}", Who.SignedIn),
        Ask("GET", "recordings/{recording}/audio", Who.SignedIn),
        Ask("GET", "recordings/{recording}/peaks", Who.SignedIn),
        Ask("GET", "recordings/{recording}/links", Who.SignedIn),
        Ask("POST", "recordings/{recording}/links", Who.SignedIn, """{"expiresAt":"2999-01-01T00:00:00Z"}""").Answers(400),
        Ask("GET", "recordings/{recording}/links/{share}/openings", Who.SignedIn),
        Ask("POST", "recordings/{recording}/links/{share}/mail", Who.SignedIn, """{"to":"somebody@nowhere.test","secret":"x"}""").Answers(400),
        Ask("DELETE", "recordings/{recording}/links/{share}", Who.SignedIn) with { Spends = "share" },
        Ask("POST", "shared", Who.Everybody, """{"secret":"nobody-has-such-a-secret"}""").Answers(404),
        Ask("GET", "shared/audio?ticket=nobody-has-such-a-ticket", Who.Everybody).Answers(404),
        Ask("GET", "reports/queues?queue={queue}", Who.Supervisors),
        Ask("GET", "reports/agents?agent={agent}", Who.Supervisors),
        Ask("GET", "reports/calls?agent={agent}", Who.Supervisors),
        Ask("GET", "reports/calls?format=csv", Who.Supervisors),
        Ask("GET", "reports/legs?queue={queue}&agent={agent}", Who.Supervisors),
        Ask("GET", "audit", Who.Administrators),
        Ask("GET", "audit/export", Who.Administrators),
        Ask("GET", "recording-notices", Who.Administrators),
        Ask("PUT", "recording-notices", Who.Administrators, """{"rules":[{"name":"x","tell":"none","queues":["{queue}"],"lines":["{line}"]}]}"""),
        Ask("GET", "retention", Who.Administrators),
        Ask("PUT", "retention", Who.Administrators, """{"voicemail":{"days":300,"users":{"{agent}":300}},"recordings":{"days":300,"queues":{"{queue}":300}}}"""),
        Ask("GET", "retention/sweeps", Who.Administrators),
        Ask("GET", "retention/receipts", Who.Administrators),
        Ask("GET", "me/retention", Who.SignedIn),
        Ask("PUT", "me/retention", Who.SignedIn, """{"voicemailDays":300}"""),
        Ask("GET", "me/exports", Who.SignedIn),
        Ask("POST", "me/exports", Who.SignedIn),
        Own(Ask("GET", "me/exports/{export}/file", Who.SignedIn), Role.Agent),
        Own(Ask("DELETE", "me/exports/{export}", Who.SignedIn), Role.Agent) with { Spends = "export" },
        Ask("GET", "me/rights", Who.SignedIn),
        Ask("POST", "me/rights", Who.SignedIn, """{"kind":"Complaint","text":"x"}"""),
        Own(Ask("DELETE", "me/rights/{request}", Who.SignedIn), Role.Agent) with { Spends = "request" },
        Ask("PUT", "me/profile", Who.SignedIn, """{"displayName":"x"}"""),
        Ask("GET", "rights", Who.Administrators),
        Ask("POST", "rights/{request}/decide", Who.Administrators, """{"granted":false,"reason":"because"}""") with { Spends = "request" },
        Ask("GET", "legal-cases/{case}/exports", Who.Administrators),
        Ask("POST", "legal-cases/{case}/exports", Who.Administrators).Answers(409),
        Ask("GET", "legal-cases/{case}/exports/{export}/file", Who.Administrators).Answers(404),
        Ask("GET", "legal-cases", Who.Administrators),
        Ask("GET", "legal-cases/{case}", Who.Administrators),
        Ask("POST", "legal-cases", Who.Administrators, """{"name":"x","reason":"x","scope":{"users":["{agent}"],"calls":["{logged}"]}}"""),
        Ask("POST", "legal-cases/{case}/approve", Who.Administrators).Answers(409),
        Ask("POST", "legal-cases/{case}/release", Who.Administrators).Answers(409),
        Ask("POST", "legal-cases/{case}/ask-release", Who.Administrators) with { Spends = "case" },
        Ask("GET", "backups", Who.Administrators),
        Ask("POST", "backups", Who.Administrators).Answers(409),
        Ask("POST", "backups/verifications", Who.Administrators).Answers(409),
        Ask("PUT", "backups/schedule", Who.Administrators, """{"every":"daily","hour":3,"keep":7}"""),
        Ask("GET", "subscription", Who.Administrators),
        Ask("GET", "subscription/invoices", Who.Administrators),
        Ask("GET", "subscription/receipts", Who.Administrators),
        Ask("POST", "receipts/stripe", Who.Everybody, "{}").Answers(404),
        Ask("POST", "receipts/store", Who.Everybody, "{}").Answers(404),
        Ask("GET", "incidents", Who.Administrators),
        Ask("GET", "incidents/{incident}", Who.Administrators),
        Ask("PUT", "incidents/{incident}/block", Who.Administrators, """{"until":"2999-01-01T00:00:00Z"}"""),
        Ask("PUT", "incidents/{incident}/decision", Who.Administrators, """{"confirmed":false,"reason":"x"}"""),
        Ask("GET", "me/incidents", Who.SignedIn),
        Own(Ask("PUT", "me/incidents/{incident}/appeal", Who.SignedIn, """{"text":"x"}"""), Role.Agent) with { Spends = "incident" },
        Ask("POST", "retention/sweeps", Who.Administrators),
    ];

    private static IEnumerable<Row> Consents() =>
    [
        Ask("GET", "policies", Who.Everybody),
        Ask("GET", "policies/terms", Who.Everybody),
        Ask("GET", "policies/terms/diff?from=0&to=0", Who.Everybody),
        Ask("GET", "policies/terms/versions", Who.Administrators),
        Ask("GET", "policies/terms/draft", Who.Administrators).Answers(404),
        Ask("GET", "policies/terms/draft/diff", Who.Administrators).Answers(404),
        Ask("PUT", "policies/terms/draft", Who.Administrators, """{"titleEs":"x","titleEn":"x","textEs":"","textEn":"x"}""").Answers(400),
        Ask("DELETE", "policies/terms/draft", Who.Administrators).Answers(404),
        Ask("POST", "policies/terms/publish", Who.Administrators, """{"revision":1}""").Answers(409),
        Ask("GET", "me/policies", Who.SignedIn),
        Ask("POST", "me/policies/terms/acceptance", Who.SignedIn, """{"version":0,"hash":"x"}""").Answers(409),
        Ask("GET", "me/consents", Who.SignedIn),
        Ask("PUT", "me/consents/personalisation", Who.SignedIn, """{"given":true}"""),
        Ask("GET", "me/location", Who.SignedIn).Answers(404),
        Ask("PUT", "me/location", Who.SignedIn, """{"latitude":4.7,"longitude":-74.1,"accuracy":20}""").Answers(403),
        Ask("DELETE", "me/location", Who.SignedIn),
        Ask("GET", "me/diagnostics", Who.SignedIn),
        Ask("POST", "me/diagnostics", Who.SignedIn, """{"text":"x"}""").Answers(403),
        Ask("GET", "me/suggestions", Who.SignedIn),
        Ask("GET", "notices", Who.Administrators),
        Ask("PUT", "notices/{notice}", Who.Administrators, """{"titleEs":"x","titleEn":"x","textEs":"x","textEn":"x"}""") with { Undo = "notices/{notice}" },
        Ask("DELETE", "notices/{notice}", Who.Administrators) with { Spends = "notice" },
        Ask("GET", "me/notices", Who.SignedIn),
        Ask("PUT", "me/notices/x.1/seen", Who.SignedIn).Answers(404),
    ];

    private static IEnumerable<Row> Platform() =>
    [
        Ask("GET", "cluster/members", Who.Administrators),
        Ask("GET", "cluster/owner?kind=queue&name={queue}", Who.Administrators),
        Ask("GET", "cluster/owner?kind=call&name={call}", Who.Administrators),
        Ask("GET", "cluster/owner?kind=user&name={agent}", Who.Administrators),
        Ask("GET", "admin/drain", Who.Administrators),
        Ask("GET", "admin/nodes", Who.Administrators),
        Ask("POST", "admin/drain?edge=no-such-edge", Who.Administrators).Answers(404),
        Ask("DELETE", "admin/drain?edge=no-such-edge", Who.Administrators).Answers(404),
    ];

    // What ends sessions comes at the end.
    private static IEnumerable<Row> Last() =>
    [
        Ask("POST", "logout", Who.SignedIn) with { SignsOut = true },
        Ask("DELETE", "sessions", Who.SignedIn) with { SignsOut = true },
    ];

    private static Row Ask(string method, string route, Who who, object? body = null) => new(method, route, who, body);

    // What one person has is not there for others of the company, whatever they may do else.
    private static Row Own(Row row, Role owner) => new[] { Role.Agent, Role.Supervisor, Role.Administrator }.Where(role => role != owner).Aggregate(row, static (row, role) => row.Answers(role, 404));
}

/// <summary>A file that is sent.</summary>
/// <param name="Type">Its content type.</param>
/// <param name="Text">What is in it, with kinds in braces.</param>
internal sealed record TextFile(string Type, string Text);
