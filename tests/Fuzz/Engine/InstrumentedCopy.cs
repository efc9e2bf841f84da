namespace RtcCluster.Fuzz.Engine;

/// <summary>A copy of this program whose parser libraries count edges: made anew for each run, so that no global tool and no half-made build is needed.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    private static readonly string[] Instrumented = ["RtcCluster.Sip.dll", "RtcCluster.Media.dll"];
    private readonly string _folder;

    private InstrumentedCopy(string folder) => _folder = folder;

    /// <summary>The program to start with dotnet exec.</summary>
    public string Program => Path.Combine(_folder, "RtcCluster.Fuzz.dll");

    public string BlackBoxFile => Path.Combine(_folder, "blackbox");

    public static InstrumentedCopy Make()
    {
        var folder = Directory.CreateTempSubdirectory("rtc-fuzz-").FullName;
        CopyAll(AppContext.BaseDirectory, folder);
        foreach (var library in Instrumented)
        {
            SharpFuzz.Fuzzer.Instrument(Path.Combine(folder, library), static _ => true, SharpFuzz.Options.Value);
        }

        return new InstrumentedCopy(folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            var target = Path.Combine(to, Path.GetFileName(folder));
            Directory.CreateDirectory(target);
            CopyAll(folder, target);
        }
    }
}
