using System.Text.RegularExpressions;

namespace RtcCluster.Storage.Blobs;

/// <summary>The names that blobs may have: such that every store, file system and URL takes them as they are, and none leads out of the store.</summary>
internal static partial class BlobPath
{
    private const int MaxLength = 512;

    public static string Check(string path) => path.Length <= MaxLength && Segments().IsMatch(path)
        ? path
        : throw new ArgumentException("A blob path is segments of A-Z, a-z, 0-9 and ._=+@- joined by '/', none beginning with a dot, at most 512 characters.", nameof(path));

    public static string CheckPrefix(string prefix) => prefix.Length == 0 ? prefix : Check(prefix);

    // \z and not $: $ also matches before a final line feed.
    [GeneratedRegex(@"^[A-Za-z0-9_=+@-][A-Za-z0-9._=+@-]*(/[A-Za-z0-9_=+@-][A-Za-z0-9._=+@-]*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Segments();
}
