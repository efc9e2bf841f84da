using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Wav;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>A company with one of everything that has an id, and the means to make more of each.</summary>
/// <remarks>Its names, extensions and ids occur in no other company: an answer that has one of them in it says whose it is.</remarks>
internal sealed class Company : IAsyncDisposable
{
    private const string Password = "secret of its own";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly EdgeUnderTest _edge;
    private readonly int _first;
    private readonly HashSet<string> _lasting = new(StringComparer.Ordinal);
    private readonly Dictionary<Role, RestClient> _people = [];
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _parents = [];
    private readonly TestPhone _phone;
    private readonly RtpPort _sound = new();
    private int _made;

    private Company(EdgeUnderTest edge, string tenant, string marker, int first)
    {
        _edge = edge;
        (Tenant, Marker, _first) = (tenant, marker, first);
        _phone = new TestPhone(Number(1), edge.Udp) { Domain = Realm, Password = Password };
    }

    /// <summary>Its id.</summary>
    public string Tenant { get; }

    /// <summary>What every name of its own begins with.</summary>
    public string Marker { get; }

    /// <summary>Kinds of things that it has, as the tables name them.</summary>
    public IReadOnlyDictionary<string, string> Ids => _ids;

    private string Realm => $"{Tenant}.test";

    private RestClient Administrator => _people[Role.Administrator];

    /// <summary>Makes a company with an agent, a supervisor and an administrator, and one of everything.</summary>
    /// <param name="edge">Where.</param>
    /// <param name="tenant">Its id.</param>
    /// <param name="marker">What its names begin with.</param>
    /// <param name="first">Its numbers are the thousand from this one on.</param>
    public static async Task<Company> FoundAsync(EdgeUnderTest edge, string tenant, string marker, int first)
    {
        var company = new Company(edge, tenant, marker, first);
        var writer = edge.Services.GetRequiredService<IDirectoryWriter>();
        Require(await writer.SaveTenantAsync(new Tenant { Id = tenant, Name = tenant, SipRealm = company.Realm, Country = "CO" }));
        foreach (var (name, extension, role) in new[] { ("admin", 0, UserRole.Administrator), ("agent", 1, UserRole.Agent), ("boss", 2, UserRole.Supervisor) })
        {
            var user = new DirectoryUser
            {
                TenantId = tenant, Name = $"{marker}-{name}", DisplayName = $"{marker} {name}", Email = $"{marker}-{name}@{company.Realm}", Extension = company.Number(extension), Role = role,
            };
            Require(await writer.SaveUserAsync(user, Password));
            Require(await writer.SaveLineAsync(company.Line(extension, LineKind.User, user.Name)));
        }

        Require(await writer.SaveLineAsync(company.Line(96, LineKind.Echo) with { Recording = RecordingPolicy.Never }));
        Require(await writer.SaveLineAsync(company.Line(97, LineKind.Echo)));
        Require(await writer.SaveLineAsync(company.Line(98, LineKind.Park)));
        Require(await writer.SaveLineAsync(company.Line(99, LineKind.ParkSlot)));
        foreach (var (role, name) in new[] { (Role.Administrator, "admin"), (Role.Agent, "agent"), (Role.Supervisor, "boss") })
        {
            company._people[role] = await RestClient.SignInAsync(edge.WebUrl, $"{marker}-{name}@{company.Realm}", Password);
        }

        var revoked = await RestClient.SignInAsync(edge.WebUrl, $"{marker}-admin@{company.Realm}", Password);
        using (var answer = await revoked.Http.PostAsync(new Uri("api/v1/logout", UriKind.Relative), null))
        {
            answer.EnsureSuccessStatusCode();
        }

        company._people[Role.Revoked] = revoked;
        await company.FurnishAsync();
        return company;
    }

    /// <summary>Who calls; null for nobody.</summary>
    public RestClient? As(Role role) => _people.GetValueOrDefault(role);

    /// <summary>Signs one in once more, for what ends sessions.</summary>
    public Task<RestClient> SignInAgainAsync(Role role) =>
        RestClient.SignInAsync(_edge.WebUrl, $"{Marker}-{(role == Role.Agent ? "agent" : role == Role.Supervisor ? "boss" : "admin")}@{Realm}", Password);

    /// <summary>Makes one more of a kind; gives its id.</summary>
    public async Task<string> MakeAsync(string kind)
    {
        var n = ++_made;
        var name = $"{Marker}-{kind}{n.ToString(CultureInfo.InvariantCulture)}";
        switch (kind)
        {
            case "user":
                await PutAsync($"users/{name}", new { email = $"{name}@{Realm}", displayName = name, extension = Number(100 + n), role = "Agent", password = Password });
                return name;
            case "line":
                await PutAsync($"lines/{Number(300 + n)}", new { name, kind = "echo", recording = "never" });
                return Number(300 + n);
            case "trunk":
                await PutAsync($"trunks/{name}", new { peers = new[] { new { host = "127.0.0.9" } }, optionsSeconds = 0, enabled = false });
                return name;
            case "queue":
                await PutAsync($"queues/{name}", new { name, members = new[] { new { agent = $"{Marker}-agent" } } });
                return name;
            case "room":
                await PutAsync($"rooms/{name}", new { name });
                return name;
            case "notice":
                await PutAsync($"notices/{name}", new { titleEs = name, titleEn = name, textEs = name, textEn = name });
                return name;
            case "flow":
                await PutAsync($"flows/{name}", RouteTable.AFlow);
                return name;
            case "prompt":
                await PutAsync($"prompts/{name}", Sound());
                return name;
            case "team":
                await PutAsync($"teams/{name}", new { name, supervisors = new[] { $"{Marker}-boss" }, members = new[] { $"{Marker}-agent" } });
                return name;
            case "contact":
                return (await PostAsync(Role.Administrator, "contacts?book=shared", new { name, numbers = new[] { new { number = $"+57601{Number(400 + n)}0" } } })).GetProperty("id").GetString()!;
            case "ownContact":
                return (await PostAsync(Role.Agent, "contacts", new { name })).GetProperty("id").GetString()!;
            case "list":
                var list = (await PostAsync(Role.Supervisor, "broadcast-lists", new { name })).GetProperty("id").GetString()!;
                await PutAsync($"broadcast-lists/{list}/members/{Marker}-agent", new { });
                return list;
            case "broadcast":
                var sent = await PostAsync(Role.Supervisor, $"broadcast-lists/{_ids["list"]}/messages", new { clientId = $"{Marker}-broadcast-{n}", text = $"{Marker} says" });
                return sent.GetProperty("id").GetString()!;
            case "group":
                var group = await PostAsync(Role.Agent, "conversations", new { name, members = new[] { $"{Marker}-boss" } });
                return group.GetProperty("conversation").GetProperty("id").GetString()!;
            case "case":
                return (await PostAsync(Role.Administrator, "legal-cases", new { name, reason = "test", scope = new { users = new[] { $"{Marker}-agent" } } })).GetProperty("id").GetString()!;
            case "export":
                var export = (await PostAsync(Role.Agent, "me/exports", new { })).GetProperty("id").GetString()!;
                await Eventually.IsTrueAsync(
                    "a bundle", Patience, async () => (await _people[Role.Agent].GetAsync<JsonElement>("api/v1/me/exports")).EnumerateArray().Any(each => each.GetProperty("id").GetString() == export && each.GetProperty("state").GetString() == "ready"));
                return export;
            case "request":
                return (await PostAsync(Role.Agent, "me/rights", new { kind = "Complaint", text = name })).GetProperty("id").GetString()!;
            case "session":
                using (var other = await RestClient.SignInAsync(_edge.WebUrl, $"{Marker}-agent@{Realm}", Password))
                {
                    return (await other.GetAsync<JsonElement>("api/v1/sessions")).EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
                }

            case "message":
                var message = $"{name}-0123456789";
                var kept = await _edge.Services.GetRequiredService<IVoicemailStore>().AddAsync(new VoicemailMessage
                {
                    Id = $"{Tenant}/{message}", TenantId = Tenant, OwnerId = $"{Tenant}/{Marker}-agent", CallId = $"{Tenant}/{message}", FromNumber = Number(2), At = DateTimeOffset.UtcNow,
                    DurationMilliseconds = 2000, BlobPrefix = $"voicemail/{Tenant}/{message}/", RetainUntil = DateTimeOffset.UtcNow.AddDays(90),
                });
                return kept ? message : throw new InvalidOperationException("The message is there already.");
            case "fax":
                var fax = $"{name}-0123456789";
                var arrived = await _edge.Services.GetRequiredService<IFaxStore>().AddAsync(new FaxMessage
                {
                    Id = $"{Tenant}/{fax}", TenantId = Tenant, OwnerId = $"{Tenant}/{Marker}-agent", CallId = $"{Tenant}/{fax}", Number = Number(2), At = DateTimeOffset.UtcNow, Direction = FaxDirection.In, State = FaxState.Received,
                    Pages = 1, BlobPrefix = $"fax/{Tenant}/{fax}/", RetainUntil = DateTimeOffset.UtcNow.AddDays(90),
                });
                return arrived ? fax : throw new InvalidOperationException("The fax is there already.");
            case "incident":
                var incident = Guid.CreateVersion7().ToString("n");
                await _edge.Services.GetRequiredService<IIncidents>().AddAsync(new Incident
                {
                    Id = incident, TenantId = Tenant, Rule = "tollBurst", Subject = $"{name}", UserId = $"{Tenant}/{Marker}-agent", OpenedAt = DateTimeOffset.UtcNow, LastAt = DateTimeOffset.UtcNow, Reason = name,
                });
                return incident;
            case "share":
                return (await PostAsync(Role.Agent, $"recordings/{_ids["recording"]}/links", new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), @for = name })).GetProperty("id").GetString()!;
            case "messageShare":
                return (await PostAsync(Role.Agent, $"me/voicemail/{_ids["message"]}/links", new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), @for = name })).GetProperty("id").GetString()!;
            case "call":
                return await DialAsync(96);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "The company cannot make such a thing.");
        }
    }

    /// <summary>Waits until no call goes on but those that the company made to last: calls to its telephone, which answers none, end after half a minute, and are written down then.</summary>
    public Task CallsEndAsync(Fingerprint print) => Eventually.GetAsync(
        $"calls of {Tenant} that nobody answers to end",
        TimeSpan.FromSeconds(90),
        () => Task.FromResult(print.Of(Tenant).Where(line => line.StartsWith($"grain_state grain=call/{Tenant}/", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]).ToList()),
        calls => calls.TrueForAll(call => _lasting.Contains(call.Split('/')[^1])));

    public async ValueTask DisposeAsync()
    {
        await _phone.DisposeAsync();
        await _sound.DisposeAsync();
        foreach (var person in _people.Values)
        {
            person.Dispose();
        }
    }

    /// <summary>A sound that can be uploaded.</summary>
    public static byte[] Sound()
    {
        var header = new WavHeader(WavEncoding.Pcm16, 1, 8_000, 800);
        var file = new byte[header.Length + header.DataLength];
        header.Write(file);
        return file;
    }

    private static void Require(SaveResult result)
    {
        if (!result.IsSaved)
        {
            throw new InvalidOperationException($"The company cannot be made: {result.Status} {result.Reason}");
        }
    }

    private async Task FurnishAsync()
    {
        (_ids["agent"], _ids["boss"], _ids["admin"], _ids["extension"]) = ($"{Marker}-agent", $"{Marker}-boss", $"{Marker}-admin", Number(1));
        (_ids["direct"], _ids["slot"], _ids["echo"]) = ($"@{Marker}-boss", Number(99), Number(96));
        foreach (var kind in new[]
                 {
                     "user", "line", "trunk", "queue", "room", "flow", "prompt", "team", "contact", "ownContact", "list", "broadcast", "group", "case", "export", "request", "session", "message", "fax", "incident", "notice",
                 })
        {
            _ids[kind] = await MakeAsync(kind);
        }

        _ids["contact2"] = await MakeAsync("contact");
        await PostAsync(Role.Agent, $"conversations/{_ids["group"]}/messages", new { clientId = $"{Marker}-message-1", text = $"{Marker} says" });
        await PostAsync(Role.Agent, $"conversations/{_ids["direct"]}/messages", new { clientId = $"{Marker}-message-2", text = $"{Marker} says" });
        await RegisterAsync();
        var logged = await _phone.InviteAsync(Number(97), SdpText.Audio(_sound.Local));
        await _sound.SpeakAsync(440, logged.RemoteRtp, TimeSpan.FromSeconds(1));
        await logged.HangUpAsync();
        _ids["logged"] = (await Administrator.WaitForCallLogAsync("the recorded call", _ => true, Patience))[0].Id;
        _ids["recording"] = (await Administrator.WaitForRecordingAsync(_ids["logged"], Patience)).Id;
        _ids["share"] = await MakeAsync("share");
        _ids["messageShare"] = await MakeAsync("messageShare");
        _ids["call"] = await DialAsync(96);
        _ids["call2"] = await DialAsync(96);
    }

    private async Task RegisterAsync()
    {
        if ((await _phone.RegisterAsync(3600)).Status is not 200 and var status)
        {
            throw new InvalidOperationException($"The telephone of {Tenant} was refused: {status}.");
        }
    }

    private async Task<string> DialAsync(int line)
    {
        var before = (await Administrator.ActiveCallsAsync()).Select(IdOf).ToHashSet();
        var call = await _phone.InviteAsync(Number(line), SdpText.Audio(_sound.Local));
        var begun = call.Response.Status == 200
            ? (await Administrator.ActiveCallsAsync()).Select(IdOf).Single(id => !before.Contains(id))
            : throw new InvalidOperationException($"The call was refused: {call.Response.StartLine}.");
        _lasting.Add(begun);
        return begun;

        static string IdOf(JsonElement each) => each.GetProperty("id").GetString()!;
    }

    private async Task PutAsync(string path, object body)
    {
        using HttpContent content = body switch
        {
            byte[] sound => new ByteArrayContent(sound) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } },
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        using var answer = await Administrator.Http.PutAsync(new Uri($"api/v1/{path}", UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"PUT {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private async Task<JsonElement> PostAsync(Role role, string path, object body)
    {
        var (status, text) = await _people[role].PostAsync($"api/v1/{path}", body);
        return status is >= 200 and < 300 ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException($"POST {path}: {status} {text}");
    }

    private string Number(int offset) => (_first + offset).ToString(CultureInfo.InvariantCulture);

    private Line Line(int offset, LineKind kind, string target = "") => new() { TenantId = Tenant, Number = Number(offset), Kind = kind, Target = target, Name = $"{Marker} {kind}" };
}
