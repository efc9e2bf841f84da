using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace RtcCluster.Load.Micro.Budgets;

/// <summary>What kind of processor this is: ratios to one yardstick hold from one speed to another, but not from one design to another.</summary>
internal static class Processor
{
    /// <summary>Vendor and family as CPUID tells them (leaves 0 and 1), as in <c>AuthenticAMD 26</c>; elsewhere the architecture.</summary>
    public static string Kind { get; } = Identify();

    /// <summary>The instructions that decide how fast the hot paths are, as this process may use them.</summary>
    public static string Features { get; } =
        $"AES {Says(Aes.IsSupported)}, carry-less multiplication {Says(Pclmulqdq.IsSupported)}, vectors of {Widest()} bits";

    private static string Identify()
    {
        if (!X86Base.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        var (_, first, third, second) = X86Base.CpuId(0, 0);
        Span<byte> vendor = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(vendor, first);
        BinaryPrimitives.WriteInt32LittleEndian(vendor[4..], second);
        BinaryPrimitives.WriteInt32LittleEndian(vendor[8..], third);

        // The extended family counts only where the base family has no room left.
        var signature = X86Base.CpuId(1, 0).Eax;
        var family = (signature >> 8) & 0xF;
        return $"{Encoding.ASCII.GetString(vendor)} {(family == 0xF ? family + ((signature >> 20) & 0xFF) : family)}";
    }

    private static string Says(bool supported) => supported ? "yes" : "no";

    private static int Widest() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
