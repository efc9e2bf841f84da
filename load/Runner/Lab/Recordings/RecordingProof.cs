namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>What can be proven of the recordings that are on a disk, before and after a byte of them is changed.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="random">Chooses the byte.</param>
/// <param name="say">Where it says what it does.</param>
internal sealed class RecordingProof(RecordingOptions options, Random random, Action<string> say)
{
    private static readonly string[] SoundMarks = ["RIFF", "RTCR", "OggS"];
    private static readonly string[] Verify = ["recordings", "verify", "--all"];

    /// <summary>Verifies, looks for bare sound, changes a byte and verifies again.</summary>
    /// <param name="folder">Below it lie the store and the spools.</param>
    /// <param name="administer">Runs a command of the program on the same data; gives its exit code and what it said.</param>
    /// <param name="calls">What became of the calls.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<RecordingReport> ProveAsync(string folder, Func<IReadOnlyList<string>, Task<(int ExitCode, string Output)>> administer, IReadOnlyList<KilledCall> calls, CancellationToken ct)
    {
        say("Verifying all.");
        var proof = await administer(Verify);
        var raw = Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Where(IsOfRecordings).ToList();
        var bare = raw.Where(static path => File.ReadAllBytes(path) is var bytes && SoundMarks.Any(mark => bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(mark)) is >= 0 and < 128)).ToList();
        var chunks = raw.Where(static path => Path.GetFileName(path).Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var tampered = chunks[random.Next(chunks.Count)];
        var bytes = await File.ReadAllBytesAsync(tampered, ct);
        var place = random.Next(bytes.Length);
        say($"Changing byte {place} of {Path.GetFileName(tampered)}, and verifying again.");
        bytes[place] ^= 1;
        await File.WriteAllBytesAsync(tampered, bytes, ct);
        var alarm = await administer(Verify);
        var recording = Path.GetFileName(Path.GetDirectoryName(tampered)!);
        var isFound = alarm.ExitCode == 1 && alarm.Output.Contains($"/{recording}: chunk", StringComparison.Ordinal) && alarm.Output.Contains(" 1 faulty ", StringComparison.Ordinal);
        return new RecordingReport(options, calls, proof, raw.Count, bare, isFound);
    }

    private static bool IsOfRecordings(string path) => path.Contains("/blobs/", StringComparison.Ordinal) || path.Contains("/spool/", StringComparison.Ordinal);
}
