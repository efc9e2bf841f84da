using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace RtcCluster.Browser.Tests.Network;

/// <summary>A network namespace that has nothing but the loopback interface: where browsers and the product run.</summary>
internal static partial class OwnNetwork
{
    private const int CannotEnter = 2;

    /// <summary>Whether this process is in such a network.</summary>
    public static bool IsHere => NetworkInterface.GetAllNetworkInterfaces().All(face => face.NetworkInterfaceType == NetworkInterfaceType.Loopback);

    /// <summary>Begins this program again, as the same process, in a network of its own. Returns only when that cannot be had.</summary>
    public static int Enter(string[] arguments)
    {
        // Without root a user namespace gives the right, where the system allows one.
        string[] unshare = Environment.IsPrivilegedProcess ? ["unshare", "--net"] : ["unshare", "--map-root-user", "--net"];
        string[] inside = [.. unshare, "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"];
        if (WhyNot([.. inside, "true"]) is { } reason)
        {
            Console.Error.WriteLine($"The browser tests run in a network namespace with a loopback interface alone, and this system refuses one: {reason.Trim()}");
            Console.Error.WriteLine("They need Linux with unshare (Debian package util-linux) and ip (iproute2), and root or unprivileged user namespaces.");
            return CannotEnter;
        }

        string?[] command = [.. inside, Environment.ProcessPath, "exec", typeof(OwnNetwork).Assembly.Location, .. arguments, null];
        _ = Execute(command[0]!, command);
        Console.Error.WriteLine($"{command[0]} could not be executed: errno {Marshal.GetLastPInvokeError()}.");
        return CannotEnter;
    }

    private static string? WhyNot(string[] command)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            var said = probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : said;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);
}
