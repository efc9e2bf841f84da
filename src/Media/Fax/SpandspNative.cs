using System.Runtime.InteropServices;

namespace RtcCluster.Media.Fax;

/// <summary>The functions of libspandsp 0.0.6 that are used, as fax.h and t30.h declare them.</summary>
internal static unsafe partial class SpandspNative
{
    public const string Library = "libspandsp.so.2";

    /// <summary>T30_ERR_OK: the document has passed.</summary>
    public const int Passed = 0;

    /// <summary>V.27ter, V.29 and V.17.</summary>
    public const int AllModems = 7;

    /// <summary>T.4 one- and two-dimensional, T.6.</summary>
    public const int AllCompressions = 2 | 4 | 8;

    /// <summary>T.4 alone: no row is shorter than 14 bits there, where T.6 has one of a bit.</summary>
    public const int LongerCompressions = 2 | 4;

    /// <summary>Standard, fine and superfine of 8 dots a millimetre; the inch-based ones beside them.</summary>
    public const int AllResolutions = 1 | 2 | 4 | 0x10000 | 0x20000 | 0x40000;

    /// <summary>A4, B4 and A3 wide; of letter, legal and unlimited length.</summary>
    public const int AllSizes = 1 | 2 | 4 | 0x10000 | 0x20000 | 0x40000 | 0x80000 | 0x100000;

    /// <summary>Room for t30_stats_t, of which the first integers are read: a later library may have more of them.</summary>
    public const int StatisticsRoom = 64;

    [LibraryImport(Library, EntryPoint = "fax_init")]
    public static partial FaxHandle Create(nint none, int isCaller);

    [LibraryImport(Library, EntryPoint = "fax_free")]
    public static partial int Free(nint fax);

    [LibraryImport(Library, EntryPoint = "fax_get_t30_state")]
    public static partial nint GetT30(FaxHandle fax);

    [LibraryImport(Library, EntryPoint = "fax_set_transmit_on_idle")]
    public static partial void SetTransmitOnIdle(FaxHandle fax, int on);

    [LibraryImport(Library, EntryPoint = "fax_rx")]
    public static partial int Receive(FaxHandle fax, short* samples, int count);

    [LibraryImport(Library, EntryPoint = "fax_tx")]
    public static partial int Transmit(FaxHandle fax, short* samples, int room);

    [LibraryImport(Library, EntryPoint = "t38_terminal_init")]
    public static partial T38Handle CreateT38(nint none, int isCaller, delegate* unmanaged[Cdecl]<nint, nint, byte*, int, int, int> packetHandler, nint user);

    [LibraryImport(Library, EntryPoint = "t38_terminal_free")]
    public static partial int FreeT38(nint fax);

    [LibraryImport(Library, EntryPoint = "t38_terminal_get_t30_state")]
    public static partial nint GetT30OfT38(FaxHandle fax);

    [LibraryImport(Library, EntryPoint = "t38_terminal_get_t38_core_state")]
    public static partial nint GetCore(FaxHandle fax);

    [LibraryImport(Library, EntryPoint = "t38_core_rx_ifp_packet")]
    public static partial int ReceivePacket(nint core, byte* packet, int length, ushort sequence);

    [LibraryImport(Library, EntryPoint = "t38_terminal_send_timeout")]
    public static partial int RunT38(FaxHandle fax, int samples);

    [LibraryImport(Library, EntryPoint = "t30_set_tx_ident", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetIdent(nint t30, string ident);

    [LibraryImport(Library, EntryPoint = "t30_get_rx_ident")]
    public static partial nint GetFarIdent(nint t30);

    [LibraryImport(Library, EntryPoint = "t30_set_rx_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetReceived(nint t30, string path, int stopPage);

    [LibraryImport(Library, EntryPoint = "t30_set_tx_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetSent(nint t30, string path, int firstPage, int lastPage);

    [LibraryImport(Library, EntryPoint = "t30_set_ecm_capability")]
    public static partial int SetEcm(nint t30, int on);

    [LibraryImport(Library, EntryPoint = "t30_set_supported_modems")]
    public static partial int SetModems(nint t30, int modems);

    [LibraryImport(Library, EntryPoint = "t30_set_supported_compressions")]
    public static partial int SetCompressions(nint t30, int compressions);

    [LibraryImport(Library, EntryPoint = "t30_set_supported_resolutions")]
    public static partial int SetResolutions(nint t30, int resolutions);

    [LibraryImport(Library, EntryPoint = "t30_set_supported_image_sizes")]
    public static partial int SetSizes(nint t30, int sizes);

    [LibraryImport(Library, EntryPoint = "t30_set_phase_d_handler")]
    public static partial void SetPageHandler(nint t30, delegate* unmanaged[Cdecl]<nint, nint, int, int> handler, nint user);

    [LibraryImport(Library, EntryPoint = "t30_set_phase_e_handler")]
    public static partial void SetEndHandler(nint t30, delegate* unmanaged[Cdecl]<nint, nint, int, void> handler, nint user);

    [LibraryImport(Library, EntryPoint = "t30_get_transfer_statistics")]
    public static partial void GetStatistics(nint t30, int* statistics);

    [LibraryImport(Library, EntryPoint = "t30_completion_code_to_str")]
    public static partial nint TextOf(int code);

    [LibraryImport(Library, EntryPoint = "t30_terminate")]
    public static partial void Terminate(nint t30);
}
