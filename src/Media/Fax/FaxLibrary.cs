using System.Runtime.InteropServices;

namespace RtcCluster.Media.Fax;

/// <summary>The distribution's libspandsp, which is optional: without it fax lines refuse calls and nothing is sent.</summary>
public static class FaxLibrary
{
    /// <summary>Whether faxes can be sent and received on this machine; found out once.</summary>
    public static bool IsAvailable { get; } = IsPresent(SpandspNative.Library);

    /// <summary>Whether a library of that name can be loaded and has what is called.</summary>
    internal static bool IsPresent(string name) =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad(name, out var library)
        && NativeLibrary.TryGetExport(library, "fax_init", out _)
        && NativeLibrary.TryGetExport(library, "t30_set_phase_e_handler", out _)
        && NativeLibrary.TryGetExport(library, "t30_get_transfer_statistics", out _);
}
