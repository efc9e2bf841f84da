using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Http.Problems;

/// <summary>Ids in the API are names within the signed-in user's tenant: a client never names a tenant, and so never another one's.</summary>
internal static class ApiId
{
    /// <summary>The name part of a grain key.</summary>
    public static string Of(string key) => GrainKey.TrySplit(key, out _, out var name) ? name.ToString() : key;

    /// <summary>The name part of a grain key; null for null.</summary>
    public static string? OfOrNull(string? key) => key is null ? null : Of(key);

    /// <summary>True for what can be the name of a call, recording, user or trunk; anything else is not there.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '*' or '#');
}
