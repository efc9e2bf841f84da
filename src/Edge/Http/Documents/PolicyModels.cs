using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>A document, without its text.</summary>
/// <param name="Kind">Which: terms, privacy, webrtc-privacy, licence, cookies or acceptance-guide.</param>
/// <param name="Version">Its number; 0 for what comes with the software.</param>
/// <param name="TitleEs">The title in Spanish.</param>
/// <param name="TitleEn">The title in English.</param>
/// <param name="Material">Whether users must accept it before they call.</param>
/// <param name="GraceDays">Days from its publishing in which users call without having accepted it.</param>
/// <param name="Hash">SHA-256 of what it says, in hexadecimal; empty for a draft.</param>
/// <param name="PublishedAt">When it was published; null for a draft.</param>
/// <param name="EffectiveAt">From when it is in force; null for a draft.</param>
/// <param name="ModifiedAt">When it was last modified.</param>
/// <param name="ModifiedBy">By whom; empty for what comes with the software, and where nobody has to sign in.</param>
/// <param name="Revision">Of a draft; whoever changes or publishes it says which one was read.</param>
/// <param name="InForce">Whether it is the one that is in force.</param>
internal sealed record PolicyModel(
    string Kind,
    int Version,
    string TitleEs,
    string TitleEn,
    bool Material,
    int GraceDays,
    string Hash,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? EffectiveAt,
    DateTimeOffset ModifiedAt,
    string ModifiedBy,
    int Revision,
    bool InForce)
{
    public static PolicyModel Of(PolicyVersion version, bool inForce) => new(
        PolicyKinds.NameOf(version.Kind), version.Version, version.TitleEs, version.TitleEn, version.Material, version.GraceDays, version.Hash, version.PublishedAt, version.EffectiveAt,
        version.ChangedAt, version.ChangedBy, version.Revision, inForce);
}

/// <summary>A document with its text.</summary>
/// <param name="Document">All but the text.</param>
/// <param name="TextEs">The text in Spanish: paragraphs, <c>## headings</c> and <c>- items</c>.</param>
/// <param name="TextEn">The text in English.</param>
internal sealed record PolicyTextModel(PolicyModel Document, string TextEs, string TextEn)
{
    public static PolicyTextModel Of(PolicyVersion version, bool inForce) => new(PolicyModel.Of(version, inForce), version.TextEs, version.TextEn);
}

/// <summary>A draft as it shall be.</summary>
/// <param name="TitleEs">The title in Spanish.</param>
/// <param name="TitleEn">The title in English.</param>
/// <param name="TextEs">The text in Spanish.</param>
/// <param name="TextEn">The text in English.</param>
/// <param name="Material">Whether users must accept it before they call.</param>
/// <param name="GraceDays">Days from its publishing in which users call without having accepted it, 0 to 365.</param>
/// <param name="Revision">Of the draft that is changed, as it was read; 0 for a new one.</param>
internal sealed record PolicyDraftRequest(string? TitleEs, string? TitleEn, string? TextEs, string? TextEn, bool Material = false, int GraceDays = 0, int Revision = 0);

/// <summary>That a draft is published.</summary>
/// <param name="Revision">Of the draft, as it was read.</param>
/// <param name="From">From when it is in force; null, or a time that is over: from now on.</param>
internal sealed record PolicyPublishRequest(int Revision, DateTimeOffset? From = null);

/// <summary>A line of what two versions differ in.</summary>
/// <param name="Kind">same, removed or added.</param>
/// <param name="Text">The line.</param>
internal sealed record DiffLineModel(DiffKind Kind, string Text);

/// <summary>What two versions differ in.</summary>
/// <param name="From">The older version.</param>
/// <param name="To">The newer one.</param>
/// <param name="Es">Lines in Spanish, the title first.</param>
/// <param name="En">Lines in English, the title first.</param>
internal sealed record PolicyDiffModel(int From, int To, IReadOnlyList<DiffLineModel> Es, IReadOnlyList<DiffLineModel> En)
{
    public static PolicyDiffModel Of(PolicyVersion from, PolicyVersion to) => new(from.Version, to.Version, Lines(from, to, "es"), Lines(from, to, "en"));

    private static IReadOnlyList<DiffLineModel> Lines(PolicyVersion from, PolicyVersion to, string language) =>
        [.. PolicyDiff.Of($"{from.Title(language)}\n{from.Text(language)}", $"{to.Title(language)}\n{to.Text(language)}").Select(line => new DiffLineModel(line.Kind, line.Text))];
}

/// <summary>What the signed-in user has accepted and has to accept.</summary>
/// <param name="Pending">Documents that have to be accepted.</param>
/// <param name="Accepted">Acceptances, the latest first.</param>
/// <param name="BlocksAt">From when the user's calls are refused; null when nothing has to be accepted.</param>
/// <param name="Blocked">Whether they are refused now. Emergency calls never are, and incoming calls ring.</param>
internal sealed record OwnPoliciesModel(IReadOnlyList<PendingPolicyModel> Pending, IReadOnlyList<AcceptanceModel> Accepted, DateTimeOffset? BlocksAt, bool Blocked);

/// <summary>A document that has to be accepted.</summary>
/// <param name="Document">It.</param>
/// <param name="BlocksAt">From when calls are refused without.</param>
/// <param name="AcceptedVersion">The version that was accepted before; null when none was.</param>
internal sealed record PendingPolicyModel(PolicyModel Document, DateTimeOffset BlocksAt, int? AcceptedVersion);

/// <summary>That a document was accepted.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Version">Which version.</param>
/// <param name="Hash">SHA-256 of what was accepted.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="Device">The browser or program, as it named itself.</param>
/// <param name="Address">Its address.</param>
internal sealed record AcceptanceModel(string Kind, int Version, string Hash, DateTimeOffset AcceptedAt, string Device, string Address)
{
    public static AcceptanceModel Of(PolicyAcceptance acceptance) =>
        new(PolicyKinds.NameOf(acceptance.Kind), acceptance.Version, acceptance.Hash, acceptance.At, acceptance.Device, acceptance.Address);
}

/// <summary>That the signed-in user accepts a document.</summary>
/// <param name="Version">The version that was shown.</param>
/// <param name="Hash">Its hash: nobody accepts what was not shown.</param>
internal sealed record AcceptRequest(int Version, string? Hash);
