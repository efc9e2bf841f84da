namespace RtcCluster.Media.Fax;

/// <summary>Why a TIFF file was taken or refused.</summary>
public enum FaxTiffStatus
{
    /// <summary>Read.</summary>
    Ok,

    /// <summary>It does not begin as a TIFF file does.</summary>
    NotTiff,

    /// <summary>It contradicts itself or its length.</summary>
    Malformed,

    /// <summary>More bytes than are taken.</summary>
    TooLarge,

    /// <summary>More pages than are taken.</summary>
    TooManyPages,

    /// <summary>A page is wider or longer than is taken, or all of them together are.</summary>
    TooBig,

    /// <summary>A page has grey or colours.</summary>
    NotBlackAndWhite,

    /// <summary>A page is stored in a way that is not read: in tiles, or in a compression of pictures.</summary>
    Unsupported,
}
