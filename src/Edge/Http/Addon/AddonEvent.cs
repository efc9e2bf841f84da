using System.Text.Json;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>What a host tells the add-on (developers.google.com/workspace/add-ons/concepts/event-objects): where the user is, what was typed and which button was pressed.</summary>
/// <remarks>Everything in it comes from outside: what is missing or of another type reads as missing.</remarks>
/// <param name="root">The body of the request.</param>
internal sealed class AddonEvent(JsonElement root)
{
    /// <summary>The longest text that is taken from one field.</summary>
    private const int Longest = 4_000;

    /// <summary>The application, as <c>GMAIL</c>.</summary>
    public string Host => At("commonEventObject", "hostApp") ?? (root.TryGetProperty("chat", out _) ? Chat : "");

    /// <summary>How Google Chat is named.</summary>
    public const string Chat = "CHAT";

    public bool IsChat => Host == Chat;

    /// <summary>The user's language, as <c>es-CO</c>.</summary>
    public string Language => At("commonEventObject", "userLocale") ?? "";

    /// <summary>The user's time zone by its name.</summary>
    public string TimeZone => At("commonEventObject", "timeZone", "id") ?? "";

    /// <summary>The user's ID token.</summary>
    public string? UserIdToken => Long("authorizationEventObject", "userIdToken");

    /// <summary>The user's access token for Google's APIs; not ours to keep.</summary>
    public string? UserAccessToken => Long("authorizationEventObject", "userOAuthToken");

    /// <summary>What the user has allowed the add-on; null when the host does not say.</summary>
    public IReadOnlyList<string>? Scopes => Find("authorizationEventObject", "authorizedScopes") is { ValueKind: JsonValueKind.Array } scopes ? [.. scopes.EnumerateArray().Select(static scope => scope.ToString())] : null;

    /// <summary>A parameter of the button that was pressed.</summary>
    public string? Parameter(string name) => At("commonEventObject", "parameters", name);

    /// <summary>What was typed into a field or chosen in it.</summary>
    public string? Input(string name) =>
        Find("commonEventObject", "formInputs", name, "stringInputs", "value") is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() > 0 ? Cut(values[0]) : null;

    /// <summary>A text somewhere in the event; null when there is none.</summary>
    public string? At(params ReadOnlySpan<string> path) => Cut(Find(path));

    /// <summary>The elements of a list somewhere in the event, a hundred at most.</summary>
    public IEnumerable<AddonEvent> ListAt(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Take(100).Select(static element => new AddonEvent(element))] : [];

    private JsonElement Find(params ReadOnlySpan<string> path)
    {
        var at = root;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return default;
            }
        }

        return at;
    }

    private string? Long(params ReadOnlySpan<string> path) => Find(path) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    private static string? Cut(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text.Length > Longest ? text[..Longest] : text : null;
}
