FROM python:3.11-slim
WORKDIR /zeren
COPY . .
RUN pip install --no-cache-dir .
VOLUME /data
EXPOSE 8000 8501
CMD ["zeren", "up"]
