using System.Reflection;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>The checkout that this program was built from.</summary>
internal static class SourceTree
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Where RtcCluster.sln is.</summary>
    public static string Root => Found.Value;

    /// <summary>Debug or Release, as this program was built.</summary>
    public static string Configuration =>
        typeof(SourceTree).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    /// <summary>The commit, when the build knew it.</summary>
    public static string? Commit =>
        typeof(SourceTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : AskedOfGit.Value;

    // A build may leave the commit out, so that not everything is compiled anew after each.
    private static readonly Lazy<string?> AskedOfGit = new(AskGit);

    private static string? AskGit()
    {
        try
        {
            using var git = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", ["-C", Root, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            var said = git?.StandardOutput.ReadToEnd().Trim();
            git?.WaitForExit();
            return git?.ExitCode == 0 ? said : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            return null;
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RtcCluster.sln")))
            {
                return folder.FullName;
            }
        }

        throw new FileNotFoundException($"No RtcCluster.sln above {AppContext.BaseDirectory}: name a server with --target.");
    }
}
