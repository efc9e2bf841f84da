using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace RtcCluster.TestKit.Google;

/// <summary>Gmail, Calendar, Drive, Docs, Sheets, Slides and Chat as an add-on sees them: they ask its endpoints with Google's two tokens, and events in the shape that Google documents.</summary>
/// <remarks>developers.google.com/workspace/add-ons/concepts/event-objects and …/guides/alternate-runtimes; for Chat …/add-ons/chat.</remarks>
/// <param name="google">Whose tokens.</param>
/// <param name="addon">The address of the add-on's edge, without a slash at the end, as the deployment has it.</param>
public sealed class FakeWorkspace(FakeGoogle google, string addon) : IDisposable
{
    /// <summary>The service account by which it asks.</summary>
    public const string ServiceAccount = "service-123456789@gcp-sa-gsuiteaddons.iam.gserviceaccount.com";

    /// <summary>The client that the users' tokens are made for.</summary>
    public const string Client = "123456789-addon.apps.googleusercontent.com";

    private readonly HttpClient _http = new();

    /// <summary>Who Google says to be.</summary>
    public string Issuer { get; init; } = google.Address;

    /// <summary>The claims of the token of the service account for an endpoint.</summary>
    public JsonObject SystemClaims(string endpoint)
    {
        var now = google.Time.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = $"{addon}/addon/{endpoint}", ["azp"] = "100000000000000000001", ["sub"] = "100000000000000000001", ["email"] = ServiceAccount, ["email_verified"] = true,
            ["iat"] = now, ["exp"] = now + 3600,
        };
    }

    /// <summary>The claims of the token of a user.</summary>
    public JsonObject UserClaims(FakeGoogleAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = google.Time.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = Client, ["azp"] = Client, ["sub"] = account.Subject, ["hd"] = account.Email[(account.Email.IndexOf('@', StringComparison.Ordinal) + 1)..],
            ["email"] = account.Email, ["email_verified"] = true, ["iat"] = now, ["exp"] = now + 3600,
        };
    }

    /// <summary>An event of a host, as its first page has it.</summary>
    /// <param name="host">As <c>GMAIL</c>.</param>
    /// <param name="account">Who looks at it.</param>
    /// <param name="own">What is the host's own, under its name; null for nothing.</param>
    /// <param name="locale">The user's language.</param>
    public JsonObject Event(string host, FakeGoogleAccount account, JsonObject? own = null, string locale = "en")
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(account);
        var told = new JsonObject
        {
            ["commonEventObject"] = new JsonObject
            {
                ["userLocale"] = locale, ["hostApp"] = host, ["platform"] = "WEB", ["timeZone"] = new JsonObject { ["id"] = "America/Bogota", ["offset"] = -18_000_000 },
            },
            ["authorizationEventObject"] = new JsonObject
            {
                ["userOAuthToken"] = $"ya29.addon-{account.Subject}",
                ["userIdToken"] = google.Signer.Sign(UserClaims(account)),
                ["systemIdToken"] = "not looked at: the header has it",
                ["authorizedScopes"] = new JsonArray("https://www.googleapis.com/auth/userinfo.email", "https://www.googleapis.com/auth/gmail.addons.execute"),
            },
        };
        if (own is not null)
        {
            told[host.ToLowerInvariant()] = own;
        }

        return told;
    }

    /// <summary>An event of a button that was pressed, or a form that was sent.</summary>
    public JsonObject Pressed(string host, FakeGoogleAccount account, IReadOnlyDictionary<string, string>? parameters = null, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var told = Event(host, account);
        var common = told["commonEventObject"]!;
        common["parameters"] = new JsonObject((parameters ?? new Dictionary<string, string>()).Select(static each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value)));
        common["formInputs"] = new JsonObject((inputs ?? new Dictionary<string, string>()).Select(static each =>
            KeyValuePair.Create(each.Key, (JsonNode?)new JsonObject { ["stringInputs"] = new JsonObject { ["value"] = new JsonArray(each.Value) } })));
        return told;
    }

    /// <summary>Asks the add-on with the service account's token; gives status and answer.</summary>
    public Task<(int Status, JsonObject Body)> AskAsync(string endpoint, JsonObject told) => AskAsync(endpoint, told, google.Signer.Sign(SystemClaims(endpoint)));

    /// <summary>Asks the add-on with any token, or without.</summary>
    public async Task<(int Status, JsonObject Body)> AskAsync(string endpoint, JsonObject told, string? token)
    {
        ArgumentNullException.ThrowIfNull(told);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{addon}/addon/{endpoint}") { Content = new StringContent(told.ToJsonString(), Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 ? (JsonObject)JsonNode.Parse(text)! : []);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
