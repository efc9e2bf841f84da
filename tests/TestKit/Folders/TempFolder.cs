namespace RtcCluster.TestKit.Folders;

/// <summary>A new folder under the system's temporary one; gone when disposed, unless RTC_KEEP_FILES=1 keeps it for a look.</summary>
public sealed class TempFolder : IDisposable
{
    private TempFolder(string path) => Path = path;

    public string Path { get; }

    public static TempFolder Create(string purpose) => new(Directory.CreateTempSubdirectory($"rtc-{purpose}-").FullName);

    /// <summary>The full path of a file or folder in it.</summary>
    public string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("RTC_KEEP_FILES") != "1" && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
