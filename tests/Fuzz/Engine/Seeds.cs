namespace RtcCluster.Fuzz.Engine;

/// <summary>The inputs that a run begins with: our own of the corpus folder, and for SIP the torture messages when the vectors are there.</summary>
internal static class Seeds
{
    private const long LongestSeed = 65_000;

    public static IReadOnlyList<byte[]> Load(string kind)
    {
        var folders = new List<string> { Path.Combine(AppContext.BaseDirectory, "Corpus", kind) };
        if (kind == "sip" && Vectors() is { } vectors)
        {
            folders.Add(Path.Combine(vectors, "rfc4475"));
            folders.Add(Path.Combine(vectors, "rfc5118"));
        }

        return
        [
            .. folders.Where(Directory.Exists)
                .SelectMany(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal))
                .Where(file => new FileInfo(file).Length is > 0 and <= LongestSeed)
                .Select(File.ReadAllBytes),
        ];
    }

    // RTC_VECTORS, or ../shared/vectors beside the repository, as the torture tests look for them.
    private static string? Vectors()
    {
        if (Environment.GetEnvironmentVariable("RTC_VECTORS") is { Length: > 0 } configured)
        {
            return configured;
        }

        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
