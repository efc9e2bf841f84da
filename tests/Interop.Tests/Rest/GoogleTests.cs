using System.Text.Json;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Issuers;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>An account of Google over REST, as the browser does it, at a server and a Google of the class' own.</summary>
[Trait("Clock", "none")]
public sealed class GoogleTests(GoogleTests.House house) : IClassFixture<GoogleTests.House>
{
    private const string Path = "api/v1/me/google";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Uri Web => house.Server!.Addresses.WebUrl;

    [Fact]
    public async Task AnAccountIsConnected_ItsContactsAreFound_AndItIsDisconnected()
    {
        var account = house.Google!.Add("agent1", "agent1@example.com");
        var name = account.People.Add("Zoë", "Quintero", "+573001234567");
        var token = await Http.TokenAsync(Web, "agent1@demo.test");
        Assert.Equal((true, JsonValueKind.Null), await StateAsync(token, static state => (state.GetProperty("isOffered").GetBoolean(), state.GetProperty("email").ValueKind)));
        using var browser = new BrowserSignIn(Web, token, Path);
        Assert.Equal((403, "consent-needed"), await browser.StartAsync() is var (early, asked) ? (early, Http.Code(asked)) : default);
        await ConsentAsync(token, true);
        Assert.Equal(200, (await browser.StartAsync()).Status);
        Assert.Equal(("offline", "S256", browser.RedirectUri), (browser.Asked("access_type"), browser.Asked("code_challenge_method"), browser.Asked("redirect_uri")));
        Assert.Contains("https://www.googleapis.com/auth/contacts", browser.Asked("scope").Split(' '));
        var back = await VisitAsync(browser, "agent1@example.com");

        var (status, connected) = await browser.FinishAsync(back["code"], back["state"]);

        Assert.True(status == 200, $"{status} {connected}");
        Assert.Equal("agent1@example.com", connected.GetProperty("email").GetString());
        await Eventually.IsTrueAsync("contacts to be the same", Patience, () => StateAsync(token, static state => state.GetProperty("syncedAt").ValueKind != JsonValueKind.Null));
        var (_, found) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/contacts?query=quin%20zoe", token);
        var contact = Assert.Single(found.GetProperty("items").EnumerateArray());
        Assert.Equal("google", contact.GetProperty("origins")[0].GetProperty("source").GetString());
        var (_, others) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/contacts?query=quin%20zoe", await Http.TokenAsync(Web, "agent2@demo.test"));
        Assert.Empty(others.GetProperty("items").EnumerateArray());

        var id = contact.GetProperty("id").GetString();
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/contacts/{id}", token, new { name = "Zoë Quintero", givenName = "Zoë", familyName = "Quintero", notes = "Prefers mornings", numbers = new[] { new { number = "+573001234567", label = "mobile" } } })).Status);
        Assert.Equal(202, (await Http.SendAsync(Web, HttpMethod.Post, $"{Path}/sync", token)).Status);
        await Eventually.IsTrueAsync("Google to know it", Patience, () => Task.FromResult(account.People[name]!["biographies"]?.ToJsonString().Contains("mornings", StringComparison.Ordinal) is true));

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, Path, token)).Status);
        Assert.Empty(account.RefreshTokens);
        Assert.Equal(JsonValueKind.Null, await StateAsync(token, static state => state.GetProperty("email").ValueKind));
        Assert.Single((await Http.SendAsync(Web, HttpMethod.Get, "api/v1/contacts?query=quin%20zoe", token)).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task AnAnswerThatIsForged_OldOrSomebodyElses_ConnectsNothing()
    {
        house.Google!.Add("agent3", "agent3@example.com");
        var (mine, theirs) = (await Http.TokenAsync(Web, "agent3@demo.test"), await Http.TokenAsync(Web, "agent4@demo.test"));
        using var browser = new BrowserSignIn(Web, mine, Path);
        await ConsentAsync(mine, true);
        Assert.Equal(200, (await browser.StartAsync()).Status);
        var back = await VisitAsync(browser, "agent3@example.com");
        using var stranger = new BrowserSignIn(Web, theirs, Path) { Ticket = browser.Ticket, Verifier = browser.Verifier };

        var attempts = new[]
        {
            await stranger.FinishAsync(back["code"], back["state"]),
            await browser.FinishAsync(back["code"], "another"),
            await browser.FinishAsync("another", back["state"]),
        };

        Assert.All(attempts, static attempt => Assert.Equal((401, "google-refused"), (attempt.Status, Http.Code(attempt.Body))));
        browser.Ticket = "forged";
        Assert.Equal(401, (await browser.FinishAsync(back["code"], back["state"])).Status);
        using var elsewhere = new BrowserSignIn(Web, mine, Path) { RedirectUri = "https://evil.example/signed-in" };
        Assert.Equal(400, (await elsewhere.StartAsync()).Status);
        Assert.Equal(JsonValueKind.Null, await StateAsync(mine, static state => state.GetProperty("email").ValueKind));
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, Path)).Status);
    }

    [Fact]
    public async Task WhoWithdrawsTheConsent_IsDisconnected_AndTheTokenIsGivenBack()
    {
        var account = house.Google!.Add("agent2", "agent2@example.com");
        var token = await Http.TokenAsync(Web, "agent2@demo.test");
        await ConsentAsync(token, true);
        using var browser = new BrowserSignIn(Web, token, Path);
        Assert.Equal(200, (await browser.StartAsync()).Status);
        var back = await VisitAsync(browser, "agent2@example.com");
        Assert.Equal(200, (await browser.FinishAsync(back["code"], back["state"])).Status);
        Assert.NotEmpty(account.RefreshTokens);

        // Within the answer, not within five seconds.
        await ConsentAsync(token, false);
        Assert.Empty(account.RefreshTokens);
        Assert.Equal(JsonValueKind.Null, await StateAsync(token, static state => state.GetProperty("email").ValueKind));
        Assert.Equal(403, (await browser.StartAsync()).Status);
    }

    [Fact]
    public async Task ACallGoesOnInMeet_AndItsRecordingIsSentByGmail()
    {
        var account = house.Google!.Add("agent4", "agent4@example.com");
        var (mine, theirs, stranger) = (await Http.TokenAsync(Web, "agent4@demo.test"), await Http.TokenAsync(Web, "agent1@demo.test"), await Http.TokenAsync(Web, "agent2@demo.test"));
        using var admin = await house.Server!.SignInAsync("admin@demo.test");
        await using var alice = new TestPhone("1004", house.Server.Addresses.SipUdp);
        await using var bob = new TestPhone("1001", house.Server.Addresses.SipUdp);
        await using var toAlice = new RtpPort();
        await using var toBob = new RtpPort();
        Assert.Equal((200, 200), ((await alice.RegisterAsync()).Status, (await bob.RegisterAsync()).Status));
        var dialled = DateTimeOffset.UtcNow;
        var calling = alice.InviteAsync("1001", SdpText.Audio(toAlice.Local), timeout: Patience);
        var ringing = await bob.ReceiveInviteAsync();
        var call = (await Eventually.GetAsync("the call to ring", Patience, () => CallsAsync(mine), static calls => calls.Count == 1))[0];
        var meet = $"api/v1/calls/{call}/meet";
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Post, meet, mine)).Status);
        await ringing.AnswerAsync(SdpText.Audio(toBob.Local));
        var talking = await calling;

        // Without an account there is none, and a call of others is none of theirs.
        Assert.Equal((409, "google-unconnected"), await RefusedAsync(meet, mine));
        Assert.Equal((404, "not-found"), await RefusedAsync(meet, stranger));
        Assert.Equal((403, "forbidden"), await RefusedAsync(meet, await Http.TokenAsync(Web, "supervisor@demo.test")));

        // What was not allowed is off, and the rest is on.
        account.DeniedScopes.Add("https://www.googleapis.com/auth/meetings.space.created");
        await ConnectAsync(mine, "agent4@example.com");
        Assert.Equal((403, "google-scope"), await RefusedAsync(meet, mine));
        account.DeniedScopes.Clear();
        await ConnectAsync(mine, "agent4@example.com");
        account.Fail("POST /v2/spaces", 429, "RATE_LIMIT_EXCEEDED", retryAfter: 1);
        Assert.Equal((429, "google-throttled"), await RefusedAsync(meet, mine));
        var made = await Eventually.GetAsync("Google to be asked again", Patience, () => Http.SendAsync(Web, HttpMethod.Post, meet, mine), static answer => answer.Status == 200);
        var link = Assert.Single(account.Meetings.Made).AbsoluteUri;
        Assert.Equal((link, true), (made.Body.GetProperty("link").GetString(), made.Body.GetProperty("isSent").GetBoolean()));
        Assert.Equal(link, (await Http.SendAsync(Web, HttpMethod.Post, meet, mine)).Body.GetProperty("link").GetString());
        var (_, said) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/conversations/@agent4/messages", theirs);
        var message = Assert.Single(said.EnumerateArray());
        Assert.Equal((link, "agent4"), (message.GetProperty("text").GetString(), message.GetProperty("sender").GetString()));

        await toAlice.SpeakAsync(440, talking.RemoteRtp, TimeSpan.FromSeconds(1));
        await talking.HangUpAsync();
        await ringing.ReceiveAsync("BYE", Patience);
        await alice.RegisterAsync(0);
        await bob.RegisterAsync(0);
        var entry = Assert.Single(await admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Patience));
        var leaving = await bob.InviteAsync("*971004", SdpText.Audio(toBob.Local), timeout: Patience);
        // The greeting lasts about four seconds; what is said after the tone is the message.
        var speaking = toBob.SpeakAsync(440, leaving.RemoteRtp, TimeSpan.FromSeconds(8));
        await MailsAsync(account, mine, (await admin.WaitForRecordingAsync(entry.Id, Patience)).Id);
        await speaking;
        await leaving.HangUpAsync();
        await MailsMessageAsync(account, mine, stranger);

        var trail = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/audit?action=google.meet&target={call}", await Http.TokenAsync(Web, "admin@demo.test"))).Body.GetProperty("items").EnumerateArray();
        Assert.All(trail, static row => Assert.Equal("agent4", row.GetProperty("actor").GetString()));
        Assert.NotEmpty(trail);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, Path, mine)).Status);
    }

    private async Task MailsAsync(FakeGoogleAccount account, string token, string recording)
    {
        var links = $"api/v1/recordings/{recording}/links";
        var (_, link) = await Http.SendAsync(Web, HttpMethod.Post, links, token, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), password = "open sesame" });
        var (id, secret) = (link.GetProperty("id").GetString()!, link.GetProperty("address").GetString()!["/#/shared/".Length..]);
        var mail = $"{links}/{id}/mail";
        foreach (var to in new[] { "bob", "bob@example.com, eve@example.com", "bob@example.com\r\nBcc: eve@example.com", "Bob <bob@example.com>" })
        {
            Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to, secret })).Status);
        }

        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to = "bob@example.com", secret = "guessed" })).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, $"{links}/{new string('0', 32)}/mail", token, new { to = "bob@example.com", secret })).Status);
        Assert.Empty(account.Outbox.Sent);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to = "bob@example.com", secret, note = "Hello\r\nBcc: eve@example.com", language = "en" })).Status);
        var letter = Assert.Single(account.Outbox.Sent);
        Assert.Equal(("bob@example.com", 0, "A recording for you"), (letter.To.ToString(), letter.Bcc.Count, letter.Subject));
        Assert.Contains($"{Web}#/shared/{secret}", letter.TextBody!, StringComparison.Ordinal);
        Assert.DoesNotContain("open sesame", letter.TextBody!, StringComparison.Ordinal);
        var opened = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/shared", body: new { secret, password = "open sesame" });
        Assert.Equal(200, opened.Status);

        var trail = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/audit?action=recording.mail&target={recording}", await Http.TokenAsync(Web, "admin@demo.test"))).Body.GetProperty("items");
        Assert.Equal(
            [("recording.mail", $"link {id} to bob@example.com"), ("recording.mailed", $"link {id} to bob@example.com: sent")],
            trail.EnumerateArray().Select(static row => (row.GetProperty("action").GetString(), row.GetProperty("detail").GetString())).Order());

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"{links}/{id}", token)).Status);
        Assert.Equal((409, "conflict"), (await Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to = "bob@example.com", secret })) is var (status, ended) ? (status, Http.Code(ended)) : default);
        Assert.Single(account.Outbox.Sent);
    }

    // A message of the own box goes in the same way.
    private async Task MailsMessageAsync(FakeGoogleAccount account, string token, string stranger)
    {
        static bool IsThere(JsonElement items) => items.GetArrayLength() == 1 && !items[0].GetProperty("pending").GetBoolean();
        var message = (await Eventually.GetAsync("the message", Patience, async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me/voicemail", token)).Body.GetProperty("items"), IsThere))[0].GetProperty("id").GetString();
        var links = $"api/v1/me/voicemail/{message}/links";
        var (_, link) = await Http.SendAsync(Web, HttpMethod.Post, links, token, new { expiresAt = DateTimeOffset.UtcNow.AddDays(1) });
        var (mail, secret) = ($"{links}/{link.GetProperty("id").GetString()}/mail", link.GetProperty("address").GetString()!["/#/shared/".Length..]);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, mail, stranger, new { to = "bob@example.com", secret })).Status);
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to = "bob@example.com", secret = "guessed" })).Status);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to = "bob@example.com", secret, language = "es" })).Status);

        var letter = account.Outbox.Sent.Last();
        Assert.Equal((2, "Un mensaje de voz para usted"), (account.Outbox.Sent.Count, letter.Subject));
        Assert.Contains($"Puede oírlo aquí: {Web}#/shared/{secret}", letter.TextBody!, StringComparison.Ordinal);
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Post, "api/v1/shared", body: new { secret })).Status);
        var trail = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/audit?action=voicemail.mail&target={message}", await Http.TokenAsync(Web, "admin@demo.test"))).Body.GetProperty("items");
        Assert.Equal(["voicemail.mail", "voicemail.mailed"], trail.EnumerateArray().Select(static row => row.GetProperty("action").GetString()).Order());
        await MailTooOftenAsync(account, mail, token, secret);
    }

    // Google has had enough, and then the server itself.
    private async Task MailTooOftenAsync(FakeGoogleAccount account, string mail, string token, string secret)
    {
        const string send = "POST /gmail/v1/users/me/messages/send";
        int Asked() => account.Asked.Count(static asked => asked.StartsWith(send, StringComparison.Ordinal));
        Task<(int Status, JsonElement Body)> MailAsync() => Http.SendAsync(Web, HttpMethod.Post, mail, token, new { to = "bob@example.com", secret });
        account.Fail(send, 429, "RATE_LIMIT_EXCEEDED", retryAfter: 3_600);
        Assert.Equal((429, "google-throttled"), await MailAsync() is var (told, refused) ? (told, Http.Code(refused)) : default);
        var before = Asked();

        // It is left alone: nobody asks it again for an hour.
        var answers = new List<(int Status, string Code)>();
        do
        {
            answers.Add(await MailAsync() is var (status, body) ? (status, Http.Code(body)) : default);
        }
        while (answers[^1].Code != "limited" && answers.Count < 50);

        Assert.True(answers.Count > 1, "Two e-mails in a minute are not too many.");
        Assert.All(answers[..^1], static answer => Assert.Equal((429, "google-throttled"), answer));
        Assert.Equal((429, "limited"), answers[^1]);
        Assert.Equal(before, Asked());
        Assert.Equal(2, account.Outbox.Sent.Count);
    }

    private async Task<(int Status, string Code)> RefusedAsync(string path, string token)
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Post, path, token);
        return (status, Http.Code(problem));
    }

    private async Task<IReadOnlyList<string>> CallsAsync(string token) =>
        [.. (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/calls", token)).Body.GetProperty("items").EnumerateArray().Select(static call => call.GetProperty("id").GetString()!)];

    private async Task ConnectAsync(string token, string email)
    {
        await ConsentAsync(token, true);
        using var browser = new BrowserSignIn(Web, token, Path);
        Assert.Equal(200, (await browser.StartAsync()).Status);
        var back = await VisitAsync(browser, email);
        Assert.Equal(200, (await browser.FinishAsync(back["code"], back["state"])).Status);
    }

    private async Task ConsentAsync(string token, bool given) =>
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/me/consents/thirdParties", token, new { given })).Status);

    private async Task<T> StateAsync<T>(string token, Func<JsonElement, T> read)
    {
        var (status, state) = await Http.SendAsync(Web, HttpMethod.Get, Path, token);
        Assert.True(status == 200, $"{status} {state}");
        return read(state);
    }

    // The fake asks nobody: it sends the browser straight back.
    private static async Task<IReadOnlyDictionary<string, string>> VisitAsync(BrowserSignIn browser, string email)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri($"{browser.Issuer}&login_hint={Uri.EscapeDataString(email)}"), TestContext.Current.CancellationToken);
        return BrowserSignIn.Query(answer.Headers.Location!);
    }

    public sealed class House : IAsyncLifetime
    {
        public StandaloneServer? Server { get; private set; }

        public FakeGoogle? Google { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Google = await FakeGoogle.StartAsync();
            Server = await StandaloneServer.StartAsync("--Google:BaseAddress", Google.Address, "--Google:ClientId", FakeGoogle.Client, "--Google:ClientSecret", FakeGoogle.Secret);
        }

        public async ValueTask DisposeAsync()
        {
            if (Server is not null)
            {
                await Server.DisposeAsync();
            }

            if (Google is not null)
            {
                await Google.DisposeAsync();
            }
        }
    }
}
