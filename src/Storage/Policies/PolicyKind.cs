namespace RtcCluster.Storage.Policies;

/// <summary>The documents that a company shows to everybody. Stored by name.</summary>
public enum PolicyKind
{
    /// <summary>Terms and conditions.</summary>
    Terms,

    /// <summary>How personal data are treated (Law 1581 of 2012, GDPR).</summary>
    Privacy,

    /// <summary>The same for the browser telephone and its extension.</summary>
    WebRtcPrivacy,

    /// <summary>Licence of use of the software.</summary>
    Licence,

    /// <summary>Cookies and what else is kept in browsers.</summary>
    Cookies,

    /// <summary>How terms and policies are accepted.</summary>
    AcceptanceGuide,
}

/// <summary>The kinds as addresses and messages name them.</summary>
public static class PolicyKinds
{
    private static readonly string[] Names = ["terms", "privacy", "webrtc-privacy", "licence", "cookies", "acceptance-guide"];

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<PolicyKind> All { get; } = Enum.GetValues<PolicyKind>();

    /// <summary>The kind's name in addresses, for example <c>webrtc-privacy</c>.</summary>
    public static string NameOf(PolicyKind kind) => Names[(int)kind];

    /// <summary>Reads a name; false when no kind has it.</summary>
    public static bool TryParse(string? name, out PolicyKind kind)
    {
        var at = Array.IndexOf(Names, name);
        kind = at < 0 ? default : (PolicyKind)at;
        return at >= 0;
    }
}
