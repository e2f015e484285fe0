#!/bin/sh
# Fills the templates from the environment and runs the command. docs/running-it.md explains the variables.
set -eu
: "${ROLE:=centre}" "${ARI_USERNAME:=orderline}" "${ARI_PASSWORD:?is not set}" "${ARI_APP:=orderline}"
: "${TRUNK_HOST:?is not set: the address of your telephone provider}" "${TRUNK_PORT:=5060}"
: "${TRUNK_MATCH:=$TRUNK_HOST}" "${TRUNK_MEDIA:=}" "${SIP_HOST:=0.0.0.0}" "${SIP_PORT:=5060}"
: "${HTTP_HOST:=0.0.0.0}" "${HTTP_PORT:=8088}" "${RTP_START:=10000}" "${RTP_END:=10199}"
: "${MAX_CALLS:=1000}" "${MAX_LOAD:=16}" "${ENTER_TRIES:=30}" "${EXTERNAL_ADDRESS:=}" "${LOCAL_NET:=172.16.0.0/12}"
: "${DEMO_PHONE_USERNAME:=demo-phone}" "${DEMO_PHONE_PASSWORD:=$ARI_PASSWORD}"
: "${SHARE_DIR:=/usr/share/asterisk}" "${TEMPLATES:=/opt/orderline/asterisk-config}" "${ETC_DIR:=/etc/orderline}" "${STATE_DIR:=/var/lib/orderline}"
: "${MODULES_DIR:=$(dirname "$(find /usr/lib -name res_ari.so 2>/dev/null | head -n 1)")}"

# A value becomes part of a configuration line, so it may not begin a new one or a comment.
for value in "$ARI_USERNAME" "$ARI_PASSWORD" "$TRUNK_HOST" "$TRUNK_MATCH" "$DEMO_PHONE_PASSWORD" "$EXTERNAL_ADDRESS"; do
  case $value in *[!A-Za-z0-9._:,/=+@-]*) echo "Only letters, digits and ._:,/=+@- are allowed in names, addresses and passwords." >&2; exit 1 ;; esac
done

mkdir -p "$ETC_DIR" "$STATE_DIR/data/keys" "$STATE_DIR/data/sounds" "$STATE_DIR/spool" "$STATE_DIR/run" "$STATE_DIR/log" "$STATE_DIR/recordings" "$STATE_DIR/voicemail"
for link in rest-api documentation; do ln -sfn "$SHARE_DIR/$link" "$STATE_DIR/data/$link"; done
ln -sfn "$SHARE_DIR/sounds/en_US_f_Allison" "$STATE_DIR/data/sounds/en"
ln -sfn "$STATE_DIR/recordings" "$STATE_DIR/spool/recording"

# Six bytes that are this container's own: two nodes with the same ones confuse commands.
entity_id=02:$(hostname | sha256sum | sed 's/\(..\)\(..\)\(..\)\(..\)\(..\).*/\1:\2:\3:\4:\5/')
umask 077
for template in "$TEMPLATES"/shared/*.conf "$TEMPLATES/$ROLE"/*.conf; do
  sed -e "s|{{etcDir}}|$ETC_DIR|g" -e "s|{{modulesDir}}|$MODULES_DIR|g" -e "s|{{dataDir}}|$STATE_DIR/data|g" \
    -e "s|{{spoolDir}}|$STATE_DIR/spool|g" -e "s|{{runDir}}|$STATE_DIR/run|g" -e "s|{{logDir}}|$STATE_DIR/log|g" \
    -e "s|{{logFile}}|console|g" -e "s|{{mohDir}}|$SHARE_DIR/moh|g" -e "s|{{entityId}}|$entity_id|g" \
    -e "s|{{maxCalls}}|$MAX_CALLS|g" -e "s|{{maxLoad}}|$MAX_LOAD|g" -e "s|{{enterTries}}|$ENTER_TRIES|g" \
    -e "s|{{httpHost}}|$HTTP_HOST|g" -e "s|{{httpPort}}|$HTTP_PORT|g" -e "s|{{sipHost}}|$SIP_HOST|g" -e "s|{{sipPort}}|$SIP_PORT|g" \
    -e "s|{{rtpStart}}|$RTP_START|g" -e "s|{{rtpEnd}}|$RTP_END|g" -e "s|{{voicemailDir}}|$STATE_DIR/voicemail|g" \
    -e "s|{{ariUsername}}|$ARI_USERNAME|g" -e "s|{{ariPassword}}|$ARI_PASSWORD|g" -e "s|{{ariApp}}|$ARI_APP|g" \
    -e "s|{{trunkHost}}|$TRUNK_HOST|g" -e "s|{{trunkPort}}|$TRUNK_PORT|g" -e "s|{{trunkMatch}}|$TRUNK_MATCH|g" -e "s|{{trunkMedia}}|$TRUNK_MEDIA|g" \
    -e "s|{{phoneUsername}}|$DEMO_PHONE_USERNAME|g" -e "s|{{phonePassword}}|$DEMO_PHONE_PASSWORD|g" \
    "$template" > "$ETC_DIR/$(basename "$template")"
done
if grep -l '{{' "$ETC_DIR"/*.conf; then echo 'The files above hold names without a value.' >&2; exit 1; fi

# A container that is started again begins these anew.
rm -f "$ETC_DIR"/*.local.conf
# Behind NAT: what to tell the provider and the browsers instead of the container's own address.
if [ -n "$EXTERNAL_ADDRESS" ]; then
  printf '[udp](+)\nexternal_media_address = %s\nexternal_signaling_address = %s\nlocal_net = %s\n' \
    "$EXTERNAL_ADDRESS" "$EXTERNAL_ADDRESS" "$LOCAL_NET" > "$ETC_DIR/pjsip.local.conf"
  printf '[ice_host_candidates]\n%s => %s\n' "$(hostname -i | cut -d' ' -f1)" "$EXTERNAL_ADDRESS" > "$ETC_DIR/rtp.local.conf"
fi
# An installation's own additions come after these; a whole file of its own takes the place of ours.
for file in "$TEMPLATES"/local/*.conf; do
  case $file in
    */\*.conf) ;; # There are none.
    *.local.conf) cat "$file" >> "$ETC_DIR/$(basename "$file")" ;;
    *) cp "$file" "$ETC_DIR/" ;;
  esac
done
exec "$@"
