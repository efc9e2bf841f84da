namespace RtcCluster.TestKit.Folders;

/// <summary>Where the tests' own repository lies, found from the running test upward: works from any current folder.</summary>
public static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The folder that holds RtcCluster.sln.</summary>
    public static string Root => Found.Value;

    /// <summary>Release or Debug: the configuration that the running tests were built in.</summary>
    public static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>A full path inside the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RtcCluster.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No RtcCluster.sln in {AppContext.BaseDirectory} or above it.");
    }
}
