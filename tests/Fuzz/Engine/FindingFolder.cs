using System.Security.Cryptography;

namespace RtcCluster.Fuzz.Engine;

/// <summary>Where inputs that found something are kept: one file per input, named by what happened and its hash, with the reason beside it.</summary>
internal sealed class FindingFolder(string path)
{
    private const int MostFindings = 100;
    private readonly HashSet<string> _known = [];

    /// <summary>Saves an input unless the same place failed before; true when it was new.</summary>
    /// <param name="what">crash, hang or slow.</param>
    /// <param name="place">Where it happened, to tell one bug's many inputs from many bugs.</param>
    /// <param name="input">The bytes.</param>
    /// <param name="reason">What is written beside it.</param>
    public bool Save(string what, string place, ReadOnlySpan<byte> input, string reason)
    {
        if (_known.Count >= MostFindings || !_known.Add($"{what} {place}"))
        {
            return false;
        }

        Directory.CreateDirectory(path);
        var file = Path.Combine(path, $"{what}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        File.WriteAllText(file + ".txt", reason);
        Console.WriteLine($"   {what}: {file}: {reason.Split('\n')[0]}");
        return true;
    }
}
