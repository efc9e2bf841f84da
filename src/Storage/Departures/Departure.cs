using System.Globalization;

namespace RtcCluster.Storage.Departures;

/// <summary>That a user was deleted: the name is nobody's until all that was the user's is gone. It stays behind, because what is of before <see cref="ReusedAt"/> is not that of whoever has the name now.</summary>
public sealed record Departure
{
    /// <summary>The rule that receipts name for what went with its user.</summary>
    public const string Rule = "user deleted";

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The name.</summary>
    public required string UserName { get; init; }

    /// <summary>How many users of this name have been deleted, from 1 on.</summary>
    public int Number { get; init; } = 1;

    /// <summary>When the last one was.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When nothing of the user's own was left; null before, and until then the name is taken.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Things of the user that legal cases hold, when that was last looked at.</summary>
    public int Held { get; init; }

    /// <summary>Since when another user has the name; null while nobody has.</summary>
    public DateTimeOffset? ReusedAt { get; init; }

    /// <summary>The key <c>{tenant}/{name}</c>.</summary>
    public string UserId => $"{TenantId}/{UserName}";

    /// <summary>What a user is called after the deletion, where the company keeps something by the name: <c>{name}~{number}</c>, which no user can be called.</summary>
    public static string FormerName(string name, int number) => FormattableString.Invariant($"{name}~{number}");

    /// <summary>The name in a <see cref="FormerName"/>; any other as it is.</summary>
    public static string NameOf(string former)
    {
        ArgumentNullException.ThrowIfNull(former);
        var mark = former.LastIndexOf('~');
        return mark > 0 && int.TryParse(former.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? former[..mark] : former;
    }
}
