using RtcCluster.Storage.Retention;

namespace RtcCluster.Load.Runner.Lab.Privacy;

/// <summary>A recording, a message or a fax, in the lab's own account.</summary>
/// <param name="id">Its name.</param>
/// <param name="kind">What it is.</param>
/// <param name="user">Whose.</param>
/// <param name="number">The other party's number.</param>
/// <param name="at">When it was.</param>
internal sealed class KeptThing(string id, RetentionKind kind, string user, string number, DateTimeOffset at)
{
    private const string Take = "0123456789abcdef";

    public string Id => id;

    public RetentionKind Kind => kind;

    public string User => user;

    public string Owner => $"{PrivacyHouse.Tenant}/{user}";

    public string Number => number;

    public DateTimeOffset At => at;

    /// <summary>Whether a sweep has found it due and not held: from then on nothing of it may be read.</summary>
    public bool IsExpired { get; set; }

    public string Prefix => kind switch
    {
        RetentionKind.Recordings => FormattableString.Invariant($"recordings/{PrivacyHouse.Tenant}/{at:yyyy/MM/dd}/{id}/"),
        RetentionKind.Voicemail => $"voicemail/{PrivacyHouse.Tenant}/{id}/",
        _ => $"fax/{PrivacyHouse.Tenant}/{id}/",
    };

    /// <summary>Its files, named as those of takes are.</summary>
    public IReadOnlyList<string> Files { get; } = kind == RetentionKind.Fax ? [$"{Take}.take", $"00000000-{Take}.page"] : [$"{Take}.take", $"00000000-{Take}", $"{Take}.manifest"];
}
